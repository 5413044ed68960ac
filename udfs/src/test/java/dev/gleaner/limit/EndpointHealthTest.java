package dev.gleaner.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.limit.EndpointHealth.Verdict;
import dev.gleaner.limit.EndpointHealth.Witness;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointHealthTest {
    private final EndpointHealth health = new EndpointHealth();

    @Test
    void failure_whileOthersAreAnswered_counts() {
        Witness record = new Witness(health);
        health.answered();
        assertThat(health.failed(record, false, 0)).isEqualTo(Verdict.COUNTS);
    }

    @Test
    void failure_whileNobodyIsAnswered_isExcused() {
        Witness record = new Witness(health);
        assertThat(health.failed(record, false, 0)).isEqualTo(Verdict.EXCUSED);
    }

    @Test
    void failureThatARecordMayBringAbout_counts_evenIfNobodyIsAnswered() {
        Witness record = new Witness(health);
        assertThat(health.failed(record, true, 0)).isEqualTo(Verdict.COUNTS);
    }

    @Test
    void tenFailuresInARow_areAnOutage() {
        for (int i = 1; i < 10; i++) {
            assertThat(health.failed(new Witness(health), false, 0))
                    .isNotEqualTo(Verdict.OUTAGE_BEGINS);
        }
        assertThat(health.failed(new Witness(health), false, 0)).isEqualTo(Verdict.OUTAGE_BEGINS);
        assertThat(health.failed(new Witness(health), true, 0)).isEqualTo(Verdict.EXCUSED);
        assertThat(health.isOutage()).isTrue();
    }

    @Test
    void oneRecordsOwnFailures_areNoOutage_untilAnotherMeetsThemToo() {
        Witness record = new Witness(health);
        for (int i = 0; i < 50; i++) {
            assertThat(health.failed(record, true, 0)).isEqualTo(Verdict.COUNTS);
        }
        assertThat(health.failed(new Witness(health), true, 0)).isEqualTo(Verdict.OUTAGE_BEGINS);
    }

    @Test
    void anAnswerInBetween_beginsTheCountAnew() {
        for (int i = 0; i < 100; i++) {
            if (i % 9 == 0) {
                health.answered();
            }
            health.failed(new Witness(health), false, 0);
        }
        assertThat(health.isOutage()).isFalse();
    }

    @Test
    void answer_endsTheOutage_andSaysSoOnce() {
        for (int i = 0; i < 10; i++) {
            health.failed(new Witness(health), false, 5);
        }
        assertThat(health.outageNanos(12)).isEqualTo(7);
        assertThat(health.answered()).isTrue();
        assertThat(health.answered()).isFalse();
        assertThat(health.outageNanos(20)).isZero();
    }

    @Test
    void faultOfTheJob_isConfirmedByTheThirdInARow_ofTwoRecords() {
        Witness one = new Witness(health);
        Witness other = new Witness(health);
        assertThat(health.isConfirmed(one)).isFalse();
        assertThat(health.isConfirmed(other)).isFalse();
        health.answered();
        assertThat(health.isConfirmed(one)).isFalse();
        assertThat(health.isConfirmed(one)).isFalse();
        assertThat(health.isConfirmed(one)).isFalse();
        assertThat(health.isConfirmed(other)).isTrue();
    }

    @Test
    void faultThatOnlyOneRecordMeets_isItsOwn() {
        Witness one = new Witness(health);
        health.isConfirmed(one);
        assertThat(health.othersAreSpared(one)).isFalse();
        health.answered();
        assertThat(health.othersAreSpared(one)).isTrue();
    }

    @Test
    void suspects_countInAnOutageToo_andAreNoSignOfOne() {
        Witness one = new Witness(health);
        Witness other = new Witness(health);
        for (int i = 0; i < 2; i++) {
            health.answered();
            health.failed(one, true, 0);
            health.failed(other, true, 0);
        }
        for (int i = 0; i < 50; i++) {
            assertThat(health.failed(one, true, 0)).isEqualTo(Verdict.COUNTS);
            assertThat(health.failed(other, true, 0)).isEqualTo(Verdict.COUNTS);
        }
        assertThat(health.isOutage()).isFalse();
    }

    @Test
    void tenRecordsThatFailInARow_areAnOutage_suspectsOrNot() {
        Witness[] records = new Witness[10];
        for (int i = 0; i < records.length; i++) {
            records[i] = new Witness(health);
        }
        for (int i = 0; i < 4; i++) {
            health.answered();
            for (Witness record : List.of(records).subList(0, 9)) {
                health.failed(record, false, 0);
            }
        }
        assertThat(health.isOutage()).isFalse();
        assertThat(health.failed(records[9], false, 0)).isEqualTo(Verdict.OUTAGE_BEGINS);
        assertThat(health.failed(records[0], false, 0)).isEqualTo(Verdict.EXCUSED);
    }

    @Test
    void accountThatIsUsedUp_isProbed_andIsNoOutage() {
        health.hold(0);
        assertThat(health.isProbing()).isTrue();
        assertThat(health.isOutage()).isFalse();
        assertThat(health.answered()).isFalse();
        assertThat(health.isProbing()).isFalse();
    }
}
