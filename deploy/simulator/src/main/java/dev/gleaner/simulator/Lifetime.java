package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * How long a cached content is kept, from {@code ttl} or {@code expireTime}.
 *
 * @param span from now, null if an end is given
 * @param until the end, null if a span is given
 */
record Lifetime(@Nullable Duration span, @Nullable Instant until) {

    private static final Duration DEFAULT = Duration.ofHours(1);
    private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(315_576_000_000L);

    /** Reads either field; an hour if there is none. */
    static Lifetime of(JsonNode cachedContent) throws RejectedRequestException {
        JsonNode ttl = Json.get(cachedContent, "ttl");
        JsonNode expireTime = Json.get(cachedContent, "expireTime");
        if (!ttl.isMissingNode() && !expireTime.isMissingNode()) {
            throw refused(
                    "Invalid value at 'cached_content' (oneof), oneof field 'expiration' is already"
                            + " set. Cannot set 'expireTime'");
        }
        return expireTime.isMissingNode()
                ? new Lifetime(ttl.isMissingNode() ? DEFAULT : span(ttl.asText()), null)
                : new Lifetime(null, instant(expireTime.asText()));
    }

    static boolean isGiven(JsonNode cachedContent) {
        return Json.has(cachedContent, "ttl") || Json.has(cachedContent, "expireTime");
    }

    private static Duration span(String ttl) throws RejectedRequestException {
        try {
            if (ttl.endsWith("s")) {
                BigDecimal seconds = new BigDecimal(ttl.substring(0, ttl.length() - 1));
                if (seconds.signum() > 0 && seconds.compareTo(MOST_SECONDS) <= 0) {
                    return Duration.ofNanos(seconds.movePointRight(9).longValue());
                }
                throw refused("Cached content ttl must be positive.");
            }
        } catch (NumberFormatException e) {
            // falls through to the refusal, which shows the text
        }
        throw refused(
                "Invalid value at 'cached_content.ttl' (type.googleapis.com/google.protobuf"
                        + ".Duration), Field 'ttl', Illegal duration format; duration must end with"
                        + " 's': "
                        + ttl);
    }

    private static Instant instant(String expireTime) throws RejectedRequestException {
        try {
            return Instant.parse(expireTime);
        } catch (DateTimeParseException e) {
            throw refused(
                    "Invalid value at 'cached_content.expire_time' (type.googleapis.com/google"
                            + ".protobuf.Timestamp), Field 'expireTime', Invalid time format: "
                            + expireTime);
        }
    }

    Instant end(Instant now) {
        return until != null ? until : now.plus(span == null ? DEFAULT : span);
    }

    private static RejectedRequestException refused(String message) {
        return new RejectedRequestException(GoogleErrors.invalid(message));
    }
}
