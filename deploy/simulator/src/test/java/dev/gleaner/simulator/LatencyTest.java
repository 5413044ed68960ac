package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyTest {

    @ParameterizedTest
    @ValueSource(strings = {"none", "fixed:200ms", "uniform:100ms:300ms", "lognormal:800ms:0.6"})
    void parse_writtenForm_isWrittenTheSame(String text) {
        assertThat(Latency.parse(text)).hasToString(text);
    }

    @Test
    void parse_seconds_areMilliseconds() {
        assertThat(Latency.parse("fixed:1.5s")).hasToString("fixed:1500ms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "200ms",
                "fixed",
                "fixed:200",
                "fixed:-1ms",
                "uniform:3ms:2ms",
                "lognormal:0ms:1",
                "gauss:1ms"
            })
    void parse_somethingElse_namesTheForms(String text) {
        assertThatThrownBy(() -> Latency.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lognormal:800ms:0.6");
    }

    @Test
    void sampleMillis_lognormal_hasItsMedian() {
        SplittableRandom random = new SplittableRandom(5);
        Latency latency = Latency.parse("lognormal:800ms:0.6");
        long[] sorted =
                LongStream.generate(() -> latency.sampleMillis(random))
                        .limit(10_001)
                        .sorted()
                        .toArray();
        assertThat(sorted[5_000]).isBetween(770L, 830L);
        assertThat(sorted[9_000]).isGreaterThan(1_500L);
    }

    @Test
    void sampleMillis_uniform_staysInside() {
        SplittableRandom random = new SplittableRandom(5);
        Latency latency = Latency.parse("uniform:10ms:20ms");
        assertThat(LongStream.generate(() -> latency.sampleMillis(random)).limit(1000))
                .allMatch(millis -> millis >= 10 && millis <= 20);
    }
}
