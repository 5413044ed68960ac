package dev.gleaner.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subtask's share of a budget: what is reserved and what is spent in this hour, this day and
 * ever. Since a call is reserved at the most it can cost, what is spent never exceeds the budget by
 * more than the one call that is let through when nothing else is under way. Thread-safe: the
 * models of one subtask spend from the same budget, and what is cached is paid from it.
 */
final class Budget {
    private static final Logger LOG = LoggerFactory.getLogger(Budget.class);

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

    /** The share is granted in at least so many pieces, as far as calls are not dearer. */
    private static final long GRANTS = 64;

    private final InstantSource clock;
    private final BudgetSettings settings;
    private final Ledger kept;
    private final Ledger opened;
    private Share share;
    private long perHour;
    private long perDay;
    private long total;
    private final CountedWindow hour;
    private final CountedWindow day;
    private long totalSpent;
    private long reserved;
    private long uncounted;
    private @Nullable SpendingGrant grant;
    private final List<Runnable> whenGranted = new CopyOnWriteArrayList<>();

    /**
     * @param before what was spent when the checkpoint was taken
     * @param grant what may be spent of the share; null for all of it
     */
    Budget(
            BudgetSettings settings,
            Ledger before,
            Share share,
            InstantSource clock,
            @Nullable SpendingGrant grant) {
        this.grant = grant;
        this.clock = clock;
        this.settings = settings;
        this.share = share;
        kept = before;
        // Until the board says what was spent since, all that was granted may have been.
        opened = grant == null ? before : before.plus(grant.restored());
        hour = new CountedWindow(opened.hour(), opened.hourSpent());
        day = new CountedWindow(opened.day(), opened.daySpent());
        totalSpent = opened.totalSpent();
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
        if (!isGranted(bound)) {
            return Cover.LATER;
        }
        reserved += bound;
        return Cover.YES;
    }

    /** Runs a task whenever more may be spent than before, without the lock of this. */
    void onGrant(Runnable task) {
        whenGranted.add(task);
    }

    /** Returns whether so much more may be spent; has more granted before all is used up. */
    private boolean isGranted(long bound) {
        if (grant == null) {
            return true;
        }
        long wanted = totalSpent + reserved + bound;
        boolean covered = grant.covers(wanted);
        if (grant.mayAsk()) {
            if (!grant.isKnown()) {
                grant.takeOver(this::taken);
            } else {
                extend(grant, wanted, covered);
            }
        }
        return covered;
    }

    private void extend(SpendingGrant from, long wanted, boolean covered) {
        long left = left();
        long chunk = Math.max(reserved / 2, left / GRANTS);
        long most = Math.max(wanted, totalSpent + left);
        boolean runsOut = from.level() - wanted < chunk / 2 && from.level() < most;
        if (!covered || runsOut) {
            long level = Math.min(wanted + chunk, most);
            from.write(write(Ledger.EMPTY), level - totalSpent, numbers -> written(numbers, level));
        }
    }

    private void taken(long @Nullable [] numbers) {
        synchronized (this) {
            if (SpendingGrant.keepsNothing(numbers)) {
                LOG.warn(
                        "Flink keeps nothing for the job: a restart may spend money again"
                                + " (budget)");
                grant = null;
            } else {
                GrantEntry entry = Objects.requireNonNull(grant).taken(numbers);
                if (entry != null) {
                    turn();
                    adopt(entry);
                }
            }
        }
        tellGranted(numbers);
    }

    /**
     * Takes what earlier attempts wrote down for spent, with what they may have spent since, in
     * place of the checkpoint's grants. A board that a lost JobMaster has left without entries
     * knows less than the checkpoint.
     */
    private void adopt(GrantEntry entry) {
        Ledger before = entry.spent().asOf(clock.instant());
        long open = entry.open();
        if (entry.isUnwritten() || before.totalSpent() + open < kept.totalSpent()) {
            return;
        }
        adopt(
                hour,
                in(hour, opened.hour(), opened.hourSpent()),
                in(hour, kept.hour(), kept.hourSpent()),
                in(hour, before.hour(), before.hourSpent()) + open);
        adopt(
                day,
                in(day, opened.day(), opened.daySpent()),
                in(day, kept.day(), kept.daySpent()),
                in(day, before.day(), before.daySpent()) + open);
        totalSpent += before.totalSpent() + open - opened.totalSpent();
    }

    private static void adopt(CountedWindow window, long charged, long known, long written) {
        window.add(Math.max(known, written) - charged);
    }

    private static long in(CountedWindow window, long index, long used) {
        return window.index() == index ? used : 0;
    }

    private void written(long @Nullable [] numbers, long level) {
        synchronized (this) {
            Objects.requireNonNull(grant).written(numbers, level);
        }
        tellGranted(numbers);
    }

    private void tellGranted(long @Nullable [] numbers) {
        // A board may answer before its caller goes on, who holds the lock and looks again soon.
        if (numbers != null && !Thread.holdsLock(this)) {
            whenGranted.forEach(Runnable::run);
        }
    }

    /** Returns what was granted and is not spent, as if it were. */
    synchronized Ledger granted() {
        turn();
        long open = grant == null ? 0 : Math.max(0, grant.level() - totalSpent);
        return new Ledger(hour.index(), open, day.index(), open, open, 0, 0);
    }

    /** Gives back what was granted and is not reserved; nothing is granted from then on. */
    synchronized void close() {
        if (grant != null) {
            if (grant.isKnown()) {
                grant.write(write(Ledger.EMPTY), reserved, numbers -> {});
            }
            grant.close();
        }
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
        var unused = isGranted(bound); // it cannot wait, but is written down at once
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
