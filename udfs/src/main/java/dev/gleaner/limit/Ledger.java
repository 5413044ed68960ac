package dev.gleaner.limit;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a subtask has used up, as it is kept over restarts. Amounts of money are in billionths of a
 * US dollar. The ledgers of several subtasks add up to that of the job.
 *
 * @param hour the hour that {@code hourSpent} belongs to, in hours since 1970, UTC
 * @param hourSpent money spent in it
 * @param day the day that {@code daySpent} belongs to, in days since 1970, UTC
 * @param daySpent money spent in it
 * @param totalSpent money spent over the life of the job
 * @param quotaDay the day that {@code requests} belongs to, in days since 1970, Pacific time
 * @param requests requests made in it
 */
public record Ledger(
        long hour,
        long hourSpent,
        long day,
        long daySpent,
        long totalSpent,
        long quotaDay,
        long requests) {

    private static final long SECONDS_PER_HOUR = 3_600;
    private static final long HOURS_PER_DAY = 24;

    /** Nothing used up yet. */
    public static final Ledger EMPTY = new Ledger(0, 0, 0, 0, 0, 0, 0);

    /** Returns the sum; of different hours and days the later ones count. */
    public Ledger plus(Ledger other) {
        long lastHour = Math.max(hour, other.hour);
        long lastDay = Math.max(day, other.day);
        long lastQuotaDay = Math.max(quotaDay, other.quotaDay);
        return new Ledger(
                lastHour,
                sum(lastHour, hour, hourSpent, other.hour, other.hourSpent),
                lastDay,
                sum(lastDay, day, daySpent, other.day, other.daySpent),
                totalSpent + other.totalSpent,
                lastQuotaDay,
                sum(lastQuotaDay, quotaDay, requests, other.quotaDay, other.requests));
    }

    /** Returns the same with what a clock that was ahead put into the future in the present. */
    public Ledger asOf(Instant now) {
        long thisHour = Math.floorDiv(now.getEpochSecond(), SECONDS_PER_HOUR);
        return new Ledger(
                Math.min(hour, thisHour),
                hourSpent,
                Math.min(day, Math.floorDiv(thisHour, HOURS_PER_DAY)),
                daySpent,
                totalSpent,
                Math.min(quotaDay, Quotas.day(now)),
                requests);
    }

    /** Returns a part of this. */
    Ledger of(Share share) {
        return new Ledger(
                hour,
                share.of(hourSpent),
                day,
                share.of(daySpent),
                share.of(totalSpent),
                quotaDay,
                share.of(requests));
    }

    /** Returns parts that add up to this, as equal as can be. */
    public List<Ledger> pieces(int count) {
        return IntStream.range(0, count).mapToObj(i -> of(new Share(i, count))).toList();
    }

    private static long sum(long wanted, long when, long amount, long otherWhen, long other) {
        return (when == wanted ? amount : 0) + (otherWhen == wanted ? other : 0);
    }
}
