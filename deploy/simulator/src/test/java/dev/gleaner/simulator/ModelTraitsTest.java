package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTraitsTest {

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-pro, 0, Budget 0 is invalid. This model only works in thinking mode.",
        "gemini-2.5-pro, 100, between 128 and 32768",
        "gemini-2.5-pro, 32769, between 128 and 32768",
        "gemini-2.5-flash, 24577, between 0 and 24576",
        "gemini-2.5-flash, -2, between 0 and 24576",
        "gemini-2.5-flash-lite, 511, between 512 and 24576",
        "gemini-2.0-flash, 10, Thinking is not supported by this model.",
        "gemini-3.5-flash, 10, Thinking budget is not supported for this model.",
        "gemini-3-flash-preview, 0, Thinking budget is not supported for this model."
    })
    void budget_thatTheFamilyDoesNotTake(String model, int budget, String why) {
        assertThat(ModelTraits.of(model).refusesThinking(budget, null)).contains(why);
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-pro, 128", "gemini-2.5-pro, 32768", "gemini-2.5-pro, -1",
        "gemini-2.5-flash, 0", "gemini-2.5-flash, 24576", "gemini-2.5-flash-lite, 0",
        "gemini-2.5-flash-lite, 512", "gemini-2.5-flash-lite, -1", "some-model, 5"
    })
    void budget_thatTheFamilyTakes(String model, int budget) {
        assertThat(ModelTraits.of(model).refusesThinking(budget, null)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-3.8-flash, MINIMAL, true", "gemini-3.7-flash, MINIMAL, true",
        "gemini-3.1-pro-preview, MINIMAL, true", "gemini-3.8-flash, LOW, false",
        "gemini-3.6-flash, MINIMAL, false", "gemini-3.5-flash-lite, MINIMAL, false",
        "gemini-3.1-flash-lite, MINIMAL, false", "gemini-3.1-pro-preview, MEDIUM, false",
        "gemini-2.5-flash, LOW, true", "gemini-2.0-flash, LOW, true"
    })
    void level_dependsOnTheFamily(String model, String level, boolean refused) {
        assertThat(ModelTraits.of(model).refusesThinking(null, level) != null).isEqualTo(refused);
    }

    @Test
    void bothControls_areRefusedEverywhere() {
        for (String model : new String[] {"gemini-2.5-pro", "gemini-3.8-flash"}) {
            assertThat(ModelTraits.of(model).refusesThinking(1024, "LOW"))
                    .contains("thinking_budget and thinking_level are not supported together");
        }
    }

    @Test
    void includeThoughts_withoutThinking_isRefused() {
        String body =
                Asked.text(
                        "x",
                        ",\"generationConfig\":{\"thinkingConfig\":{\"thinkingBudget\":0,\"includeThoughts\":true}}");
        assertThat(Asked.refusal("gemini-2.5-flash", body))
                .contains("include_thoughts is only enabled when thinking is enabled");
    }

    @Test
    void level_thatDoesNotExist_isRefusedByTheParser() {
        String body =
                Asked.text(
                        "x",
                        ",\"generationConfig\":{\"thinkingConfig\":{\"thinkingLevel\":\"max\"}}");
        assertThat(Asked.refusal("gemini-3.5-flash", body))
                .startsWith("Invalid value at 'generation_config.thinking_config.thinking_level'");
    }
}
