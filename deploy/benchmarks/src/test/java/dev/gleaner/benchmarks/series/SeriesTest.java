package dev.gleaner.benchmarks.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SeriesTest {
    private final Series series = new Series();

    private SeriesTest add(double seconds, long requests, long accepted, long rejected) {
        series.add(new Sample(seconds, requests, accepted, rejected, 0));
        return this;
    }

    @Test
    void between_onSamples_isTheirDifference() {
        add(0, 10, 5, 1).add(1, 20, 9, 2).add(2, 40, 20, 10);
        assertThat(series.between(1, 2)).isEqualTo(new Window(1, 20, 11, 8));
    }

    @Test
    void between_insideSamples_takesEvenGrowth() {
        add(0, 0, 0, 0).add(1, 100, 100, 0).add(2, 300, 300, 0);
        assertThat(series.between(0.5, 1.5).accepted()).isCloseTo(150, within(1e-9));
    }

    @Test
    void between_beyondSamples_standsStill() {
        add(0, 0, 0, 0).add(1, 100, 100, 0);
        assertThat(series.between(-1, 5).acceptedPerSecond()).isCloseTo(100 / 6.0, within(1e-9));
    }

    @Test
    void add_sampleOfTheSameTime_isRefused() {
        add(1, 0, 0, 0);
        assertThatThrownBy(() -> add(1, 1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void firstRequest_isTheLastSampleWithoutOne() {
        add(0, 7, 7, 0).add(1, 7, 7, 0).add(2, 8, 7, 0);
        assertThat(series.firstRequest()).hasValue(1);
    }

    @Test
    void firstRequest_withoutAny_isEmpty() {
        add(0, 7, 7, 0).add(1, 7, 7, 0);
        assertThat(series.firstRequest()).isEmpty();
    }

    @Test
    void timeUntil_ramp_isWhereTheWindowBegins() {
        add(0, 0, 0, 0).add(1, 0, 0, 0).add(2, 0, 10, 0).add(3, 0, 110, 0).add(4, 0, 210, 0);
        assertThat(series.timeUntil(0, 1, w -> w.acceptedPerSecond() >= 90)).hasValue(2);
    }

    @Test
    void timeUntil_alreadySo_isZero() {
        add(0, 0, 0, 0).add(1, 0, 100, 0).add(2, 0, 200, 0);
        assertThat(series.timeUntil(0.5, 1, w -> w.acceptedPerSecond() >= 90)).hasValue(0);
    }

    @Test
    void timeUntil_windowThatIsNotOver_doesNotCount() {
        add(0, 0, 0, 0).add(1, 0, 0, 0).add(2, 0, 100, 0);
        assertThat(series.timeUntil(0, 2, w -> w.accepted() >= 100)).hasValue(0);
        assertThat(series.timeUntil(0.5, 2, w -> w.accepted() >= 100)).isEmpty();
    }

    @Test
    void longestGap_isBetweenArrivals() {
        add(0, 0, 0, 0).add(1, 1, 0, 0).add(2, 1, 0, 0).add(3, 1, 0, 0).add(4, 2, 0, 0);
        add(5, 3, 0, 0);
        assertThat(series.longestGap(0, 5)).hasValue(3);
    }

    @Test
    void longestGap_oneArrival_isUnknown() {
        add(0, 0, 0, 0).add(1, 1, 0, 0).add(2, 1, 0, 0);
        assertThat(series.longestGap(0, 2)).isEmpty();
    }
}
