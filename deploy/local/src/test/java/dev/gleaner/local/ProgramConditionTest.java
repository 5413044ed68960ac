package dev.gleaner.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

class ProgramConditionTest {
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    @Test
    void program_isFoundInThePath() {
        assertThat(ProgramCondition.isInstalled("sh", "/nowhere:/bin")).isTrue();
        assertThat(ProgramCondition.isInstalled("no-such-program", "/nowhere:/bin")).isFalse();
    }

    @Test
    void missingProgram_skipsTheTest_andSaysSo() {
        assertThat(decide(false, false).isDisabled()).isTrue();
        assertThat(console.toString(UTF_8))
                .startsWith("XITCase is skipped: promtool is not installed");
    }

    @Test
    void missingProgram_thatIsRequired_failsTheTest() {
        assertThatThrownBy(() -> decide(false, true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("promtool is not in the PATH");
    }

    @Test
    void programThatIsThere_letsTheTestRun() {
        assertThat(decide(true, false).isDisabled()).isFalse();
        assertThat(console.toString(UTF_8)).isEmpty();
    }

    private ConditionEvaluationResult decide(boolean installed, boolean required) {
        return ProgramCondition.decide(
                "XITCase", "promtool", installed, required, new PrintStream(console, true, UTF_8));
    }
}
