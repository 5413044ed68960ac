package dev.gleaner.simulator;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The quotas of one {@link Control}: two token buckets and a daily count, each switched off by
 * zero. A refused request costs nothing. Thread-safe.
 */
final class Quotas {

    private static final ZoneId QUOTA_ZONE = ZoneId.of("America/Los_Angeles");
    private static final double NANOS = 1e9;

    private final Control control;
    private final LongSupplier nanoClock;
    private final boolean unlimited;
    private double requests;
    private double tokens;
    private long day;
    private long filledAt;

    Quotas(Control control, LongSupplier nanoClock) {
        this.control = control;
        this.nanoClock = nanoClock;
        this.unlimited =
                control.requestsPerSecond() == 0
                        && control.tokensPerMinute() == 0
                        && control.requestsPerDay() == 0;
        this.requests = burst();
        this.tokens = control.tokensPerMinute();
        this.filledAt = nanoClock.getAsLong();
    }

    private double burst() {
        return Math.max(1, control.requestsPerSecond());
    }

    /** Takes one request of so many prompt tokens, or says what Gemini answers instead. */
    Optional<ApiError> take(String model, long promptTokens) {
        return unlimited ? Optional.empty() : takeLimited(model, promptTokens);
    }

    private synchronized Optional<ApiError> takeLimited(String model, long promptTokens) {
        refill();
        if (control.requestsPerDay() > 0 && day >= control.requestsPerDay()) {
            return Optional.of(perDayError(model, control.requestsPerDay()));
        }
        if (control.requestsPerSecond() > 0 && requests < 1) {
            double wait = (1 - requests) / control.requestsPerSecond();
            return Optional.of(
                    perMinuteError(model, Math.round(control.requestsPerSecond() * 60), wait));
        }
        // A prompt larger than the whole quota passes on a full bucket, or it could never.
        double needed = Math.min(promptTokens, control.tokensPerMinute());
        if (control.tokensPerMinute() > 0 && tokens < needed) {
            double wait = (needed - tokens) * 60 / control.tokensPerMinute();
            return Optional.of(
                    GoogleErrors.quota(
                            "GenerateContentPaidTierInputTokensPerModelPerMinute",
                            "generate_content_paid_tier_input_token_count",
                            control.tokensPerMinute(),
                            model,
                            wait));
        }
        requests -= 1;
        tokens -= needed;
        day++;
        return Optional.empty();
    }

    private void refill() {
        long now = nanoClock.getAsLong();
        double seconds = (now - filledAt) / NANOS;
        filledAt = now;
        requests = Math.min(burst(), requests + seconds * control.requestsPerSecond());
        tokens =
                Math.min(
                        (double) control.tokensPerMinute(),
                        tokens + seconds * control.tokensPerMinute() / 60);
    }

    static ApiError perMinuteError(String model, long perMinute, double retrySeconds) {
        return GoogleErrors.quota(
                "GenerateRequestsPerMinutePerProjectPerModel",
                "generate_content_paid_tier_requests",
                perMinute,
                model,
                retrySeconds);
    }

    static ApiError perDayError(String model, long perDay) {
        ZonedDateTime now = ZonedDateTime.now(QUOTA_ZONE);
        ZonedDateTime midnight = now.truncatedTo(ChronoUnit.DAYS).plusDays(1);
        return GoogleErrors.quota(
                "GenerateRequestsPerDayPerProjectPerModel",
                "generate_content_paid_tier_requests",
                perDay,
                model,
                (double) Duration.between(now, midnight).toSeconds());
    }
}
