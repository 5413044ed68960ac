package dev.gleaner.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class CheckpointsTest {
    private final Checkpoints checkpoints = new Checkpoints();

    private void add(String history, long now) throws JsonProcessingException {
        checkpoints.add(new JsonMapper().readTree("{\"history\":[" + history + "]}"), now, 1_000);
    }

    private static String checkpoint(long id, String status, long triggered, long took) {
        return String.format(
                "{\"id\":%d,\"status\":\"%s\",\"trigger_timestamp\":%d,\"end_to_end_duration\":%d}",
                id, status, triggered, took);
    }

    @Test
    void underWay_countsUntilNow_andThenAsItEnded() throws JsonProcessingException {
        add(checkpoint(1, "IN_PROGRESS", 2_000, 0), 5_000);
        assertThat(checkpoints.longestMillis()).isEqualTo(3_000);
        add(checkpoint(1, "COMPLETED", 2_000, 3_500), 9_000);
        assertThat(checkpoints.longestMillis()).isEqualTo(3_500);
        assertThat(checkpoints.count()).isEqualTo(1);
    }

    @Test
    void forgottenByFlink_isStillKnown() throws JsonProcessingException {
        add(checkpoint(1, "COMPLETED", 2_000, 700), 3_000);
        add(checkpoint(2, "FAILED", 3_000, 90), 4_000);
        assertThat(checkpoints.count()).isEqualTo(2);
        assertThat(checkpoints.longestMillis()).isEqualTo(700);
    }

    @Test
    void triggeredBefore_isLeftOut() throws JsonProcessingException {
        add(checkpoint(1, "COMPLETED", 999, 700), 3_000);
        assertThat(checkpoints.count()).isZero();
        assertThat(checkpoints.longestMillis()).isZero();
    }
}
