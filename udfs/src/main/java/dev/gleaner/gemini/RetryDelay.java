package dev.gleaner.gemini;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how long a server asks to wait, in the three places it may say so. */
final class RetryDelay {
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final String TIME =
            "(?:(?<h>\\d{1,6})h)?(?:(?<m>\\d{1,6})m(?!s))?"
                    + "(?:(?<n>\\d{1,9}(?:\\.\\d{1,12})?)(?<unit>ms|s))?";
    private static final Pattern DURATION = Pattern.compile(TIME);
    private static final Pattern IN_MESSAGE = Pattern.compile("retry in (" + TIME + ")");

    private RetryDelay() {}

    /**
     * Returns the wait: RetryInfo's, else the header's, else the message's; never negative and at
     * most one day.
     *
     * @param retryAfter the header's value, seconds or an HTTP date, or null
     */
    static Optional<Duration> of(ErrorBody error, @Nullable String retryAfter, Instant now) {
        return duration(error.retryDelay())
                .or(() -> header(retryAfter, now))
                .or(() -> message(error.message()))
                .map(delay -> delay.isNegative() ? Duration.ZERO : delay)
                .map(delay -> delay.compareTo(LONGEST) > 0 ? LONGEST : delay);
    }

    private static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        return matcher.matches() ? sum(matcher) : Optional.empty();
    }

    private static Optional<Duration> message(String text) {
        Matcher matcher = IN_MESSAGE.matcher(text);
        return matcher.find() ? sum(matcher) : Optional.empty();
    }

    private static Optional<Duration> header(@Nullable String value, Instant now) {
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        String text = value.strip();
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(now, date.toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> sum(Matcher matcher) {
        String hours = matcher.group("h");
        String minutes = matcher.group("m");
        String rest = matcher.group("n");
        if (hours == null && minutes == null && rest == null) {
            return Optional.empty();
        }
        Duration sum =
                Duration.ofHours(hours == null ? 0 : Long.parseLong(hours))
                        .plusMinutes(minutes == null ? 0 : Long.parseLong(minutes));
        if (rest == null) {
            return Optional.of(sum);
        }
        double nanosPerUnit = "ms".equals(matcher.group("unit")) ? 1e6 : 1e9;
        return Optional.of(sum.plusNanos(Math.round(Double.parseDouble(rest) * nanosPerUnit)));
    }
}
