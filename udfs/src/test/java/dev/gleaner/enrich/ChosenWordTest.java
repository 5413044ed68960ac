package dev.gleaner.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.schema.ResponseSchema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChosenWordTest {
    private final ChosenWord words =
            words("card", "card payment", "US", "us", "n/a.", "\"quoted\"");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "card",
                " card\n",
                "\"card\"",
                "'card'",
                "`card`",
                "“card”",
                "«card»",
                "**card**",
                "card.",
                "card!",
                "Card",
                "CARD.",
                "\"Card.\"",
                "\"card\".",
                "```\ncard\n```",
                "```text\n\"card\"\n```",
                "```\ncard"
            })
    void wrappedWord_isTheWord(String text) {
        assertThat(words.in(text)).isEqualTo("card");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Us",
                "cards",
                "card, I think",
                "card card",
                "\"\"",
                "",
                ".",
                "```",
                "a card"
            })
    void textThatLeavesADoubt_staysAsItIs(String text) {
        assertThat(words.in(text)).isEqualTo(text);
    }

    @Test
    void wordsThatLookWrapped_areTakenLiterally() {
        assertThat(words.in("n/a.")).isEqualTo("n/a.");
        assertThat(words.in("\"quoted\"")).isEqualTo("\"quoted\"");
        assertThat(words.in("US")).isEqualTo("US");
        assertThat(words.in("'us'")).isEqualTo("us");
    }

    @Test
    void beginningOfAnotherWord_mayGoOn() {
        assertThat(words.mayGoOn("card")).isTrue();
        assertThat(words.mayGoOn("card payment")).isFalse();
    }

    private static ChosenWord words(String... words) {
        return new ChosenWord(ResponseSchema.ofWords(List.of(words)).validationSchema());
    }
}
