package dev.gleaner.local.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

class DockerConditionTest {
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    @Test
    void engine_letsTheTestRunInSilence() {
        assertThat(decide(true, false).isDisabled()).isFalse();
        assertThat(decide(true, true).isDisabled()).isFalse();
        assertThat(console.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void noEngine_skipsTheTestAndSaysSoInOneLine() {
        ConditionEvaluationResult result = decide(false, false);
        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason()).get().asString().contains("no Docker engine");
        assertThat(console.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("SomeITCase is skipped: no Docker engine");
    }

    @Test
    void noEngineWhereTheTestMustRun_isAFailure() {
        assertThatIllegalStateException()
                .isThrownBy(() -> decide(false, true))
                .withMessageContaining("GLEANER_REQUIRE_CONTAINERS=true")
                .withMessageContaining("SomeITCase");
    }

    private ConditionEvaluationResult decide(boolean available, boolean required) {
        return DockerCondition.decide(
                "SomeITCase",
                "Docker engine",
                available,
                required,
                new PrintStream(console, true, StandardCharsets.UTF_8));
    }
}
