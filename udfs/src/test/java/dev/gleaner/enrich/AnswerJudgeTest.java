package dev.gleaner.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.enrich.AnswerJudge.Verdict;
import dev.gleaner.enrich.OutputSettings.Grounding;
import dev.gleaner.enrich.OutputSettings.Mode;
import dev.gleaner.gemini.AnswerContent;
import dev.gleaner.gemini.AnswerMetadata;
import dev.gleaner.gemini.FunctionCall;
import dev.gleaner.gemini.GeminiReply.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerJudgeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "JSON | {\"s\":\"nice \\ud83d\"}         | {\"s\":\"nice \\ufffd\"}",
                "JSON | {\"s\":\"nice \uD83D\"}          | {\"s\":\"nice \uFFFD\"}",
                "JSON | {\"a\\u0000b\":1}              | {\"a\\ufffdb\":1}",
                "JSON | {\"s\":\"\\ud83d\\ude00\"}       | {\"s\":\"\\ud83d\\ude00\"}",
                "JSON | {\"s\":\"\\\\u0000\"}            | {\"s\":\"\\\\u0000\"}",
                "JSON | \uFEFF{\"s\":1}                | {\"s\":1}",
                "TEXT | a\0b                         | \"a\\ufffdb\"",
                "TEXT | a\uD83D                       | \"a\uFFFD\"",
                "TEXT | \uFEFFa😀                     | \"a😀\"",
                "ENUM | a\0b                         | \"a\\ufffdb\""
            })
    void answer_isWhatAnyConsumerCanStore(Mode mode, String text, String enrichment) {
        boolean replaced = enrichment.contains("ufffd") || enrichment.contains("\uFFFD");
        assertThat(judge(mode, new Answer(text, AnswerContent.NONE, AnswerMetadata.NONE)))
                .isEqualTo(new Verdict.Good(enrichment, replaced));
    }

    @Test
    void argumentsOfAFunction_areWhatAnyConsumerCanStore() {
        byte[] args = "{\"a\":\"\\udc00\"}".getBytes(StandardCharsets.UTF_8);
        AnswerContent content =
                new AnswerContent(
                        List.of(new FunctionCall(null, "f", args)), List.of(), new byte[0]);
        assertThat(judge(Mode.FUNCTION, new Answer("", content, AnswerMetadata.NONE)))
                .isEqualTo(new Verdict.Good("{\"a\":\"\\ufffd\"}", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e9999999999", "0.00000012", "-0", "1e3"})
    void number_keepsItsDigits(String number) {
        assertThat(judge(Mode.JSON, new Answer(number, AnswerContent.NONE, AnswerMetadata.NONE)))
                .isEqualTo(new Verdict.Good(number, false));
    }

    private static Verdict judge(Mode mode, Answer answer) {
        return new AnswerJudge(new OutputSettings(mode, null, false, Grounding.NONE)).judge(answer);
    }
}
