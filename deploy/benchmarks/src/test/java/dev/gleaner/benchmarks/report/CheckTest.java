package dev.gleaner.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CheckTest {
    @Test
    void atLeast_belowTheBound_isMissed() {
        assertThat(Check.atLeast("of ideal", 0.964, 0.97))
                .isEqualTo(new Check("of ideal ≥ 0.97", "0.96", false));
    }

    @Test
    void atLeast_printedAsTheBound_isMet() {
        assertThat(Check.atLeast("of ideal", 0.9651, 0.97))
                .isEqualTo(new Check("of ideal ≥ 0.97", "0.97", true));
    }

    @Test
    void atMost_aboveTheBound_isMissed() {
        assertThat(Check.atMost("probes", 12.34, 2, "/s"))
                .isEqualTo(new Check("probes ≤ 2/s", "12.3/s", false));
    }

    @Test
    void atMost_whatNeverCameAbout_isMissed() {
        assertThat(Check.atMost("settled", OptionalDouble.empty(), 6, " round trips"))
                .isEqualTo(new Check("settled ≤ 6 round trips", "never", false));
    }

    @Test
    void none_ofSome_isMissed() {
        assertThat(Check.none("record lost", 0).met()).isTrue();
        assertThat(Check.none("record lost", 3)).isEqualTo(new Check("no record lost", "3", false));
    }
}
