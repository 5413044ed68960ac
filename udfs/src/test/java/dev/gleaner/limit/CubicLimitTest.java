package dev.gleaner.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CubicLimitTest {
    private final CubicLimit limit = new CubicLimit(1_000);

    @Test
    void start_isSmall_andBoundedByTheMaximum() {
        assertThat(limit.limit()).isEqualTo(10);
        assertThat(new CubicLimit(3).limit()).isEqualTo(3);
        assertThatIllegalArgumentException().isThrownBy(() -> new CubicLimit(0));
    }

    @Test
    void servedAttempts_doubleTheLimitInARoundTrip_whileNothingIsKnown() {
        servedRound();
        assertThat(limit.limit()).isEqualTo(20);
        servedRound();
        assertThat(limit.limit()).isEqualTo(40);
    }

    @Test
    void limitThatIsNotUsed_doesNotGrow() {
        for (int i = 0; i < 100; i++) {
            limit.served(limit.begin(limit.limit() - 1), limit.limit() - 1);
        }
        assertThat(limit.limit()).isEqualTo(10);
    }

    @Test
    void limit_neverExceedsItsMaximum() {
        CubicLimit small = new CubicLimit(12);
        for (int i = 0; i < 100; i++) {
            small.served(small.begin(small.limit()), small.limit());
        }
        assertThat(small.limit()).isEqualTo(12);
    }

    @Test
    void refusal_lowersTheLimit_belowWhatWasInFlight() {
        growTo(160);
        limit.refused(limit.begin(limit.limit()), 101);
        assertThat(limit.limit()).isEqualTo(90);
    }

    @Test
    void refusal_whenLittleIsInFlight_isNotTakenForAllThatTheEndpointTakes() {
        growTo(160);
        limit.refused(limit.begin(limit.limit()), 2);
        assertThat(limit.limit()).isEqualTo(144);
    }

    @Test
    void drop_withinSameRoundTrip_decreasesOnce() {
        growTo(160);
        long[] attempts = new long[50];
        for (int i = 0; i < attempts.length; i++) {
            attempts[i] = limit.begin(limit.limit());
        }
        for (long attempt : attempts) {
            limit.refused(attempt, 160);
        }
        assertThat(limit.limit()).isEqualTo(144);
    }

    @Test
    void trialInWhichMostAreRefused_halvesTheLimit_withoutWaitingForItsEnd() {
        growTo(640);
        limit.refused(limit.begin(limit.limit()), 640);
        for (int i = 0; i < 36; i++) {
            limit.refused(limit.begin(limit.limit()), 576);
        }
        assertThat(limit.limit()).isEqualTo(288);
    }

    @Test
    void limit_isNeverBelowOne() {
        for (int i = 0; i < 1_000; i++) {
            limit.refused(limit.begin(limit.limit()), limit.limit());
        }
        assertThat(limit.limit()).isEqualTo(1);
    }

    @Test
    void decrease_isMadeGoodWithinFiveRoundTrips_andThenProbedBeyondSlowly() {
        growTo(100);
        limit.refused(limit.begin(limit.limit()), 100);
        for (int i = 0; i < 5; i++) {
            servedRound();
        }
        assertThat(limit.limit()).isBetween(99, 101);
        servedRound();
        servedRound();
        assertThat(limit.limit()).isBetween(100, 104);
    }

    @Test
    void endpointThatAnswersAgain_isAskedAtHalf_ofWhatItTookBefore() {
        growTo(640);
        for (int i = 0; i < 1_000; i++) {
            limit.refused(limit.begin(limit.limit()), limit.limit());
        }
        assertThat(limit.limit()).isEqualTo(1);
        limit.recovered();
        assertThat(limit.limit()).isBetween(300, 330);
        servedRound();
        assertThat(limit.limit()).isBetween(600, 650);
    }

    private void growTo(int wanted) {
        while (limit.limit() < wanted) {
            limit.served(limit.begin(limit.limit()), limit.limit());
        }
    }

    private void servedRound() {
        int round = limit.limit();
        for (int i = 0; i < round; i++) {
            limit.served(limit.begin(limit.limit()), limit.limit());
        }
    }
}
