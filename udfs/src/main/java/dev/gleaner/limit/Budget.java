package dev.gleaner.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * One subtask's share of a budget: what is reserved and what is spent in this hour, this day and
 * ever. Since a call is reserved at the most it can cost, what is spent never exceeds the budget by
 * more than the one call that is let through when nothing else is under way. Thread-safe: the
 * models of one subtask spend from the same budget, and what is cached is paid from it.
 */
final class Budget {
    /** Whether there is money for a call. */
    enum Cover {
        /** There is. */
        YES,
        /** There may be, once calls under way have been settled. */
        LATER,
        /** Everything is spent. */
        NONE
    }

    private static final long UNLIMITED = Long.MAX_VALUE;

    private static final long MILLIS_PER_HOUR = Duration.ofHours(1).toMillis();
    private static final long HOURS_PER_DAY = 24;

    private final InstantSource clock;
    private final BudgetSettings settings;
    private Share share;
    private long perHour;
    private long perDay;
    private long total;
    private final CountedWindow hour;
    private final CountedWindow day;
    private long totalSpent;
    private long reserved;
    private long uncounted;

    Budget(BudgetSettings settings, Ledger before, Share share, InstantSource clock) {
        this.clock = clock;
        this.settings = settings;
        this.share = share;
        hour = new CountedWindow(before.hour(), before.hourSpent());
        day = new CountedWindow(before.day(), before.daySpent());
        totalSpent = before.totalSpent();
        resize(share);
    }

    /** Has another share from now on; what is spent shrinks with it. */
    final synchronized void resize(Share newShare) {
        hour.set(newShare.used(hour.used(), share));
        day.set(newShare.used(day.used(), share));
        totalSpent = newShare.used(totalSpent, share);
        share = newShare;
        perHour = share(settings.perHour(), share);
        perDay = share(settings.perDay(), share);
        total = share(settings.total(), share);
    }

    private static long share(long amount, Share share) {
        return amount == 0 ? UNLIMITED : share.of(amount);
    }

    /** Reserves money for a call that costs so much at most, if there is any. */
    synchronized Cover reserve(long bound) {
        turn();
        long left = left();
        if (left <= 0) {
            return Cover.NONE;
        } else if (reserved > 0 && reserved > left - bound) {
            return Cover.LATER;
        }
        reserved += bound;
        return Cover.YES;
    }

    /**
     * Returns how long until there is money again, once all is spent, in nanoseconds;
     * Long.MAX_VALUE if the total is.
     */
    synchronized long nanosUntilRefill() {
        if (totalSpent >= total) {
            return Long.MAX_VALUE;
        }
        ChronoUnit window = day.used() >= perDay ? ChronoUnit.DAYS : ChronoUnit.HOURS;
        Instant now = clock.instant();
        return Duration.between(now, now.truncatedTo(window).plus(1, window)).toNanos();
    }

    /**
     * Reserves money for what can be done without: only if all of it is there, whatever calls under
     * way may leave.
     */
    synchronized boolean reserveSpare(long bound) {
        turn();
        long left = left();
        if (left <= 0 || reserved > left - bound) {
            return false;
        }
        reserved += bound;
        return true;
    }

    /** The same as settle, for {@link #collect}. */
    synchronized void settleSpare(long bound, long cost) {
        settle(bound, cost);
        uncounted += cost;
    }

    /** Returns what {@link #settleSpare} has spent since this was last called. */
    synchronized long collect() {
        long cost = uncounted;
        uncounted = 0;
        return cost;
    }

    /** Replaces what was reserved by what it did cost. */
    synchronized void settle(long bound, long cost) {
        turn();
        reserved -= bound;
        hour.add(cost);
        day.add(cost);
        totalSpent += cost;
    }

    /** Returns the ledger with the money in it. */
    synchronized Ledger write(Ledger ledger) {
        return new Ledger(
                hour.index(),
                hour.used(),
                day.index(),
                day.used(),
                totalSpent,
                ledger.quotaDay(),
                ledger.requests());
    }

    synchronized long totalSpent() {
        return totalSpent;
    }

    /**
     * Returns the part that is spent of the budget that has least left of it: this hour's, this
     * day's or the total one. From 0, which it is without a budget; more than 1 by the last call.
     */
    synchronized double spentPart() {
        turn();
        return Math.max(
                part(hour.used(), perHour),
                Math.max(part(day.used(), perDay), part(totalSpent, total)));
    }

    private static double part(long spent, long amount) {
        return amount == UNLIMITED ? 0 : (double) spent / amount;
    }

    private long left() {
        return Math.min(perHour - hour.used(), Math.min(perDay - day.used(), total - totalSpent));
    }

    private void turn() {
        long millis = clock.millis();
        long thisHour = Math.floorDiv(millis, MILLIS_PER_HOUR);
        hour.turn(thisHour, millis);
        day.turn(Math.floorDiv(thisHour, HOURS_PER_DAY), millis);
    }
}
