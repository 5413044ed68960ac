package dev.gleaner.limit;

import dev.gleaner.limit.Permit.Sample;
import dev.gleaner.limit.Permit.Settlement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Decides who of one subtask, or of several that share it, may send, and when: first come, first
 * served, as far as the endpoint, the quotas and the budget allow. A call asks for a permit before
 * every attempt and gives it back after; it holds none while it waits to retry. Thread-safe; never
 * blocks.
 *
 * <p>What stops the first in the queue stops all: a pause that the endpoint asked for, an outage
 * (in which only a probe goes now and then), the limit of requests at once, the quotas of a minute
 * and a day, and the budget, in this order. All but the limit are no affair of the endpoint's
 * speed; the time spent in them is the held time, and the deadlines of calls stand still in it.
 *
 * <p>Applicants are granted permits outside the lock, by one thread at a time, in a loop: a permit
 * may come back before {@code granted} returns (a request that fails at once), and so a long queue
 * of such requests does not become a deep stack.
 */
public final class Limiter {
    private static final Duration SWEEP = Duration.ofMillis(250);

    private final LimitSettings settings;
    private final CubicLimit limit;
    private final Budget budget;
    private final Rations rations;
    private final Surroundings surroundings;

    private final Object lock = new Object();
    private final Queue<Place> queue = new ArrayDeque<>();
    private final Pause pause = new Pause();
    private final Pacer pacer = new Pacer();
    private final HeldTime held = new HeldTime();
    private final Alarm alarm;
    private final Alarm sweeper;
    private final AtomicInteger serving = new AtomicInteger();
    private int inFlight;
    private boolean probing;

    /**
     * @param settings of the whole job
     * @param before what this subtask has used up before
     * @param share this subtask's part of the settings
     */
    public Limiter(LimitSettings settings, Ledger before, Share share, Surroundings surroundings) {
        this(settings, before, share, surroundings, (SpendingGrant) null);
    }

    /**
     * A limiter that spends no more than what was written down at the job.
     *
     * @param before what this subtask has used up before
     * @param grant for the budget; null for all of the share
     */
    public Limiter(
            LimitSettings settings,
            Ledger before,
            Share share,
            Surroundings surroundings,
            @Nullable SpendingGrant grant) {
        this(
                settings,
                before,
                share,
                surroundings,
                new Budget(settings.budget(), before, share, surroundings.clock(), grant));
    }

    /**
     * A limiter for another model that spends from the same budget.
     *
     * @param first the limiter whose budget it is
     */
    public Limiter(LimitSettings settings, Share share, Surroundings surroundings, Limiter first) {
        this(settings, Ledger.EMPTY, share, surroundings, first.budget);
    }

    private Limiter(
            LimitSettings settings,
            Ledger before,
            Share share,
            Surroundings surroundings,
            Budget budget) {
        this.settings = settings;
        this.surroundings = surroundings;
        alarm = new Alarm(surroundings.time(), this::wake);
        sweeper = new Alarm(surroundings.time(), this::sweep);
        limit = new CubicLimit(settings.concurrency(share));
        this.budget = budget;
        budget.onGrant(this::serve);
        rations =
                new Rations(
                        new Quotas(
                                settings.quotas(),
                                before,
                                share,
                                surroundings.clock(),
                                surroundings.time().nanoTime()),
                        budget,
                        settings.budget().action());
    }

    /**
     * Changes the part of the settings that is handed out here, as subtasks that share the limiter
     * come and go. What is out stays out.
     */
    public void resize(Share share) {
        synchronized (lock) {
            limit.resize(settings.concurrency(share));
            rations.resize(share);
        }
        serve();
    }

    /** Asks for a permit. The applicant may be told before this returns. */
    public void acquire(Demand demand, Applicant applicant) {
        synchronized (lock) {
            queue.add(new Place(demand, applicant));
        }
        serve();
    }

    /**
     * Lets nobody send for a while; of several such wishes the one that ends last counts. Waits
     * differ by up to a tenth, and a second at most, so that subtasks do not come back together.
     *
     * @return how much later the pause now ends than before, or than now if there was none
     */
    public Duration pause(Duration time) {
        double spread = Math.min(time.toNanos() / 10.0, 1e9) * surroundings.random().getAsDouble();
        synchronized (lock) {
            long now = surroundings.time().nanoTime();
            long before = pause.nanosLeft(now);
            pause.extend(time.toNanos() + (long) spread, now);
            return Duration.ofNanos(pause.nanosLeft(now) - before);
        }
    }

    /**
     * Sets money aside for what is no call and can be done without, if all of it is there.
     *
     * @param most what it can cost, in billionths of a US dollar
     * @return whether it is set aside; if so, {@link #spend} must follow
     */
    public boolean setAside(long most) {
        return budget.reserveSpare(most);
    }

    /**
     * Replaces what was set aside by what it did cost; those who wait for the rest go on.
     *
     * @param most what was set aside
     * @param cost in billionths of a US dollar
     */
    public void spend(long most, long cost) {
        budget.settleSpare(most, cost);
        serve();
    }

    /**
     * Returns what {@link #spend} has spent since this was last called, of all models that share
     * the budget, so that exactly one of those who look counts it.
     */
    public long collectSpending() {
        return budget.collect();
    }

    private void release(Place place, Settlement settlement) {
        synchronized (lock) {
            if (!place.out) {
                return;
            }
            place.out = false;
            if (settlement.sample() == Sample.SERVED) {
                limit.served(place.attempt, inFlight);
                pacer.served(surroundings.time().nanoTime() - place.begun, limit.limit());
            } else if (settlement.sample() == Sample.OVERLOADED) {
                limit.refused(place.attempt, inFlight);
            }
            inFlight--;
            rations.settle(place.demand, settlement);
        }
        serve();
    }

    private void serve() {
        if (serving.getAndIncrement() > 0) {
            return; // whoever is in the loop below sees the count and goes round again
        }
        int seen;
        do {
            seen = serving.get();
            for (Place next = next(); next != null; next = next()) {
                next.tell();
            }
        } while (serving.addAndGet(-seen) > 0);
    }

    private @Nullable Place next() {
        synchronized (lock) {
            long now = surroundings.time().nanoTime();
            noteHealth();
            Place head = queue.peek();
            long wait = nanosUntilAnybody(now);
            if (head != null && wait == 0) {
                long turn = nanosUntilTurn(now);
                if (turn > 0) {
                    held.set(false, now);
                    wait(turn, now);
                    return null;
                }
                wait = rations.reserve(head.demand, now);
            }
            if (wait == Rations.REFUSED) {
                head.refusal = Applicant.Refusal.BUDGET_SPENT;
                return queue.remove();
            }
            if (head == null || wait > 0) {
                held.set(wait > 0, now);
                wait(wait, now);
                return null;
            }
            grant(head, now);
            return queue.remove();
        }
    }

    private void noteHealth() {
        boolean now = surroundings.health().isProbing();
        if (probing && !now) {
            limit.recovered();
        }
        probing = now;
    }

    private long nanosUntilAnybody(long now) {
        long wait = pause.nanosLeft(now);
        return probing ? Math.max(wait, surroundings.health().nanosUntilProbe(now)) : wait;
    }

    /**
     * Returns how long the limit keeps everybody waiting: until a permit comes back, or a while.
     */
    private long nanosUntilTurn(long now) {
        if (probing) {
            return 0;
        }
        return inFlight >= limit.limit()
                ? Rations.NOT_BY_TIME
                : pacer.nanosUntilNext(limit.limit(), !limit.isKnown(), now);
    }

    private void grant(Place place, long now) {
        held.set(false, now);
        if (probing) {
            surroundings.health().probed(now);
        }
        place.out = true;
        inFlight++;
        place.attempt = limit.begin(inFlight);
        place.begun = now;
        pacer.begun();
    }

    /** Sees to it that somebody looks again: after the wait, and at those who lose patience. */
    private void wait(long nanos, long now) {
        if (!queue.isEmpty()) {
            sweeper.within(SWEEP.toNanos(), now);
        }
        if (nanos > 0 && nanos != Rations.NOT_BY_TIME) {
            alarm.within(nanos, now);
        }
    }

    private void wake() {
        synchronized (lock) {
            alarm.rang();
        }
        serve();
    }

    private void sweep() {
        List<Place> gone = new ArrayList<>();
        synchronized (lock) {
            sweeper.rang();
            for (Iterator<Place> places = queue.iterator(); places.hasNext(); ) {
                Place place = places.next();
                if (place.applicant.givesUp()) {
                    place.refusal = Applicant.Refusal.GAVE_UP;
                    places.remove();
                    gone.add(place);
                }
            }
        }
        gone.forEach(Place::tell);
        serve();
    }

    /** Returns what this subtask has used up, to be kept. */
    public Ledger ledger() {
        synchronized (lock) {
            return rations.ledger();
        }
    }

    /**
     * Returns what may have been spent once a state without it is restored: what was granted and is
     * not in the ledger yet.
     */
    public Ledger granted() {
        return budget.granted();
    }

    /** Gives back what was granted for calls that were never made; none is let through any more. */
    public void close() {
        budget.close();
    }

    /** Returns how long sending was held up by anything but the limit of requests at once. */
    public long heldNanos() {
        synchronized (lock) {
            return held.nanos(surroundings.time().nanoTime());
        }
    }

    /**
     * Returns how much longer nobody may send because the endpoint asked for it; 0 if it did not.
     */
    public long pauseNanos() {
        synchronized (lock) {
            return pause.nanosLeft(surroundings.time().nanoTime());
        }
    }

    /** Returns whether a probe could be sent at once: it is time, and nobody else waits for it. */
    public boolean isDueToProbe() {
        synchronized (lock) {
            long now = surroundings.time().nanoTime();
            return isIdle()
                    && pause.nanosLeft(now) == 0
                    && surroundings.health().nanosUntilProbe(now) == 0;
        }
    }

    /** Returns whether nobody has a permit or waits for one. */
    public boolean isIdle() {
        synchronized (lock) {
            return queue.isEmpty() && inFlight == 0;
        }
    }

    /**
     * Returns the part that is spent of this subtask's share of the budget, whichever of its bounds
     * is nearest; 0 without a budget.
     */
    public double budgetSpent() {
        return budget.spentPart();
    }

    /** Returns how many permits can be out at once now. */
    public int limit() {
        synchronized (lock) {
            return limit.limit();
        }
    }

    /** Returns how many permits are out. */
    public int inFlight() {
        synchronized (lock) {
            return inFlight;
        }
    }

    /** Returns how many wait for one. */
    public int waiting() {
        synchronized (lock) {
            return queue.size();
        }
    }

    /** A place in the queue, then the permit. */
    private final class Place implements Permit {
        private final Demand demand;
        private final Applicant applicant;
        private Applicant.@Nullable Refusal refusal;
        private boolean out;
        private long attempt;
        private long begun;

        private Place(Demand demand, Applicant applicant) {
            this.demand = demand;
            this.applicant = applicant;
        }

        private void tell() {
            if (refusal == null) {
                applicant.granted(this);
            } else {
                applicant.refused(refusal);
            }
        }

        @Override
        public void release(Settlement settlement) {
            Limiter.this.release(this, settlement);
        }
    }
}
