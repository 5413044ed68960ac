package dev.gleaner.benchmarks.series;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowTest {
    @Test
    void shares_areOfFinishedAttempts() {
        Window window = new Window(2, 150, 75, 25);
        assertThat(window.acceptedPerSecond()).isEqualTo(37.5);
        assertThat(window.requestsPerSecond()).isEqualTo(75);
        assertThat(window.rejectedShare()).isEqualTo(0.25);
        assertThat(window.attemptsPerRecord()).isEqualTo(100 / 75.0);
    }

    @Test
    void shares_ofNothing_areZero() {
        Window window = new Window(1, 0, 0, 0);
        assertThat(window.rejectedShare()).isZero();
        assertThat(window.attemptsPerRecord()).isZero();
    }
}
