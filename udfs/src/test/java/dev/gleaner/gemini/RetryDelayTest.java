package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryDelayTest {

    @ParameterizedTest
    @CsvSource({
        "48s, PT48S",
        "45.8s, PT45.8S",
        "48.939935699s, PT48.939935699S",
        "500ms, PT0.5S",
        "0s, PT0S",
        "1m30s, PT1M30S",
        "2h, PT2H",
        "17h35m4.2s, PT17H35M4.2S",
        "999999h, PT24H"
    })
    void retryInfo_isRead(String text, Duration expected) {
        assertThat(delay(text, null, "")).contains(expected);
        assertThat(delay("", null, "Please retry in " + text + ".")).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-5s", "soon", "5", "1e9s", "99999999999999999999s"})
    void unreadableRetryInfo_isNone(String text) {
        assertThat(delay(text, null, "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "7, PT7S",
        "' 0 ', PT0S",
        "'Mon, 23 Nov 2026 12:00:30 GMT', PT30S",
        "'Mon, 23 Nov 2026 11:00:00 GMT', PT0S",
        "999999999, PT24H"
    })
    void retryAfterHeader_isSecondsOrADate(String header, Duration expected) {
        assertThat(delay("", header, "")).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "tomorrow", "99999999999999999999"})
    void unreadableHeader_isNone(String header) {
        assertThat(delay("", header, "")).isEmpty();
    }

    @Test
    void severalPlaces_theMostExactWins() {
        assertThat(delay("1.5s", "3", "Please retry in 4s")).contains(Duration.ofMillis(1_500));
        assertThat(delay("", "3", "Please retry in 4s")).contains(Duration.ofSeconds(3));
    }

    private static Optional<Duration> delay(
            String retryInfo, @Nullable String header, String message) {
        ErrorBody error =
                new ErrorBody(
                        429, "", "", message, List.of(), List.of(), List.of(), retryInfo, false);
        return RetryDelay.of(error, header, WireFiles.NOW);
    }
}
