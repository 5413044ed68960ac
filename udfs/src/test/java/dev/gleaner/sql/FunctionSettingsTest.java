package dev.gleaner.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.enrich.RouteSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionSettingsTest {
    private static final String TIMEOUT = "table.exec.async-scalar.timeout";

    private static final Map<String, String> OPTIONS_WITH_SEARCH =
            Map.of(
                    "model", "gemini-3.5-flash",
                    "endpoint", "http://localhost:1",
                    "api-key", "env:KEY",
                    "grounding.tool", "google-search");

    private final Map<String, String> session = new HashMap<>(Map.of(TIMEOUT, "0 s"));

    private FunctionSettings settings(String... more) {
        Map<String, String> options =
                new HashMap<>(
                        Map.of(
                                "model", "gemini-3.5-flash",
                                "endpoint", "http://localhost:1",
                                "api-key", "env:KEY"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return FunctionSettings.of(
                options,
                Configuration.fromMap(session),
                getClass().getClassLoader(),
                "{{" + TextCalls.TEXT + "}}",
                output("text"));
    }

    private static ObjectNode output(String mode) {
        return JsonNodeFactory.instance.objectNode().put("mode", mode);
    }

    @ParameterizedTest
    @CsvSource({
        "budget.usd-per-hour, 0",
        "budget.usd-per-day, 0.00",
        "budget.usd-per-day, -1",
        "limits.requests-per-minute, 0",
        "limits.tokens-per-minute, 0",
        "limits.requests-per-day, -5",
    })
    void limitOfNothing_isRefused_whichWouldBeNoLimit(String option, String value) {
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(() -> settings(option, value))
                .withMessageContaining(option + ": \"" + value + "\" is ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "budget.usd-per-hour",
                "budget.usd-per-day",
                "limits.requests-per-minute",
                "limits.tokens-per-minute",
                "limits.requests-per-day"
            })
    void limitThatHoldsRows_isRefused_ifFlinkWouldNotWait(String option) {
        assertThat(settings(option, "1").patience()).isNull();
        session.put(TIMEOUT, "3 min");
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(() -> settings(option, "1"))
                .withMessageContaining("SET '" + TIMEOUT + "' = '0 s'");
    }

    @Test
    void budgetThatHoldsNoRows_doesNotMindATimeout() {
        session.put(TIMEOUT, "3 min");
        assertThat(settings("budget.usd-per-day", "1", "budget.action", "null").patience())
                .isNotNull();
    }

    @Test
    void optionThatThereIsNot_isRefused_evenIfOnlyTheSessionHasIt() {
        session.put("gemini.budget.usd-per-dya", "1");
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(this::settings)
                .withMessageContaining("There is no option gemini.budget.usd-per-dya")
                .withMessageContaining("gemini.budget.usd-per-day");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "grounding.required | true | grounding.tool: is missing",
                "tool-config | {\"retrievalConfig\": {}} | tool-config: has no use without tools",
            })
    void optionThatWouldDoNothing_isRefused(String option, String value, String message) {
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(() -> settings(option, value))
                .withMessageContaining(message);
    }

    @Test
    void steps_thatOtherFunctionsNeed_doNotMindProse() {
        assertThat(settings("grounding.tool", "google-search", "grounding.steps", "two"))
                .isNotNull();
    }

    @Test
    void wordsByGroundedProse_areMadeInTwoSteps() {
        ArrayNode words = JsonNodeFactory.instance.arrayNode().add("word");
        RouteSettings route =
                FunctionSettings.of(
                                OPTIONS_WITH_SEARCH,
                                Configuration.fromMap(session),
                                getClass().getClassLoader(),
                                "{{" + TextCalls.TEXT + "}}",
                                output("enum").set("values", words))
                        .withWords(List.of("a", "b"))
                        .settings()
                        .routes()
                        .get(0);
        assertThat(route.request().fields()).doesNotContain("googleSearch");
        assertThat(route.request().format().toString()).contains("\"a\"");
        assertThat(Objects.requireNonNull(route.research()).fields()).contains("googleSearch");
    }
}
