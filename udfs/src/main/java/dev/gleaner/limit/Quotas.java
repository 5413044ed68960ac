package dev.gleaner.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** One subtask's share of the quotas. Not thread-safe. */
final class Quotas {
    /** Google's daily quotas begin at midnight there. */
    private static final ZoneId QUOTA_ZONE = ZoneId.of("America/Los_Angeles");

    private static final double SECONDS_PER_MINUTE = 60;

    private final @Nullable TokenBucket requests;
    private final @Nullable TokenBucket tokens;
    private final QuotaSettings settings;
    private final InstantSource clock;
    private final boolean isDaily;
    private Share share;
    private long perDay;
    private final CountedWindow day;

    Quotas(QuotaSettings settings, Ledger before, Share share, InstantSource clock, long nanoTime) {
        this.settings = settings;
        this.clock = clock;
        this.share = share;
        requests = bucket(settings.requestsPerMinute(), share, nanoTime);
        tokens = bucket(settings.tokensPerMinute(), share, nanoTime);
        isDaily = settings.requestsPerDay() > 0;
        perDay = perDay(share);
        day = new CountedWindow(before.quotaDay(), before.requests());
    }

    private static @Nullable TokenBucket bucket(long perMinute, Share share, long nanoTime) {
        return perMinute == 0
                ? null
                : new TokenBucket(share.ofRate(perMinute / SECONDS_PER_MINUTE), nanoTime);
    }

    /** A share of nothing would never end. */
    private long perDay(Share share) {
        return Math.max(1, share.of(settings.requestsPerDay()));
    }

    /** Has another share from now on; what is used up shrinks with it. */
    void resize(Share newShare) {
        resize(requests, settings.requestsPerMinute(), newShare);
        resize(tokens, settings.tokensPerMinute(), newShare);
        day.set(newShare.used(day.used(), share));
        perDay = perDay(newShare);
        share = newShare;
    }

    private static void resize(@Nullable TokenBucket bucket, long perMinute, Share share) {
        if (bucket != null) {
            bucket.resize(share.ofRate(perMinute / SECONDS_PER_MINUTE));
        }
    }

    /** Returns how long to wait for the quotas of a minute; 0 if there is enough. */
    long nanosUntil(Demand demand, long nanoTime) {
        long wait = 0;
        if (requests != null) {
            wait = requests.nanosUntil(1, nanoTime);
        }
        if (tokens != null) {
            wait = Math.max(wait, tokens.nanosUntil(demand.tokens(), nanoTime));
        }
        return wait;
    }

    /** Returns how long to wait for the quota of a day; 0 if there is enough. */
    long nanosUntilTomorrow() {
        if (!isDaily) {
            return 0;
        }
        Instant now = clock.instant();
        day.turn(day(now), now.toEpochMilli());
        return day.used() < perDay ? 0 : Duration.between(now, midnight(now)).toNanos();
    }

    void take(Demand demand) {
        if (requests != null) {
            requests.take(1);
        }
        if (tokens != null) {
            tokens.take(demand.tokens());
        }
        if (isDaily) {
            Instant now = clock.instant();
            day.turn(day(now), now.toEpochMilli());
            day.add(1);
        }
    }

    /** Replaces the tokens that were expected by those that were used. */
    void settle(Demand demand, long usedTokens) {
        if (tokens != null) {
            tokens.take(usedTokens - demand.tokens());
        }
    }

    /** Returns the ledger with the requests in it. */
    Ledger write(Ledger ledger) {
        return new Ledger(
                ledger.hour(),
                ledger.hourSpent(),
                ledger.day(),
                ledger.daySpent(),
                ledger.totalSpent(),
                day.index(),
                day.used());
    }

    private static Instant midnight(Instant now) {
        LocalDate tomorrow = LocalDate.ofInstant(now, QUOTA_ZONE).plusDays(1);
        return tomorrow.atStartOfDay(QUOTA_ZONE).toInstant();
    }

    static long day(Instant now) {
        return LocalDate.ofInstant(now, QUOTA_ZONE).toEpochDay();
    }
}
