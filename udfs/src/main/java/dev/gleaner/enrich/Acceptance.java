package dev.gleaner.enrich;

import dev.gleaner.enrich.StopSettings.Action;
import dev.gleaner.model.FailureKind;
import dev.gleaner.time.CallScheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watch over a subtask's results that stops the job before a fault that all records share, such
 * as a prompt or a schema, turns a topic into dead letters. Thread-safe.
 *
 * <p>A record that failed by its own fault is withheld until another record is enriched. Then the
 * withheld records become dead letters. If a number of records fail in a row, and the calls that
 * were under way at that moment bring no success either, the job fails, or it holds: it keeps the
 * withheld records and sends one record now and then. A record that is enriched ends that.
 *
 * <p>Withheld records stay inside the gate and in Flink's checkpoints. At most half of the capacity
 * is withheld, except while the verdict is open. When the input is silent, withheld records become
 * dead letters after a while; the failures in a row still count.
 */
final class Acceptance {
    /** Failures in a row before any record was enriched. */
    static final int FIRST_FAILURES = 20;

    /** Failures in a row after a record was enriched: a producer may write a few bad records. */
    static final int LATER_FAILURES = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);

    /** The time after which withheld records become dead letters if no call is under way. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /** The same while calls are under way, which may take long. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    private static final Duration FIRST_PROBE = Duration.ofSeconds(10);
    private static final Duration LAST_PROBE = Duration.ofMinutes(10);

    private final StopSettings settings;
    private final int mostWithheld;
    private final CallScheduler scheduler;
    private final DeadLetterShare share;

    private final Object lock = new Object();
    private final Deque<FailedRecord> withheld = new ArrayDeque<>();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final Causes causes = new Causes();
    private Cohort current = new Cohort();
    private @Nullable Cohort awaited;
    private boolean awaitsOneMore;
    private int underWay;
    private int unsent;
    private int inARow;
    private boolean everAccepted;
    private boolean ending;
    private boolean held;
    private boolean stopped;
    private boolean alarmed;
    private long lastFailure;
    private Duration interval = FIRST_PROBE;

    /** Calls that were first sent between two verdicts. */
    private static final class Cohort {
        private int underWay;
    }

    /** The part of one call in the watch. Guarded by the lock. */
    static final class Ticket {
        private @Nullable Cohort cohort;
        private boolean begun;
    }

    /**
     * @param capacity the number of records that may be inside at once
     */
    Acceptance(StopSettings settings, int capacity, CallScheduler scheduler) {
        this.settings = settings;
        this.scheduler = scheduler;
        mostWithheld = capacity / 2;
        share = new DeadLetterShare(settings.stopAbove(), settings.of());
    }

    /** Begins a call, now or when the job no longer holds. */
    void begin(Ticket ticket, Runnable call) {
        if (settings.isNone()) {
            call.run();
            return;
        }
        synchronized (lock) {
            if (held) {
                waiting.add(() -> admit(ticket, call));
                return;
            }
        }
        admit(ticket, call);
    }

    /** Begins a call, even if the job holds. */
    void admit(Ticket ticket, Runnable call) {
        synchronized (lock) {
            ticket.begun = true;
            ticket.cohort = null;
            underWay++;
            unsent++;
        }
        call.run();
    }

    /** Notes that the call sends a request. */
    void sent(Ticket ticket) {
        if (settings.isNone()) {
            return;
        }
        synchronized (lock) {
            if (ticket.begun && ticket.cohort == null) {
                unsent--;
                ticket.cohort = awaited != null && awaitsOneMore ? awaited : current;
                ticket.cohort.underWay++;
                awaitsOneMore = false;
            }
        }
    }

    /** Notes that the record was enriched. */
    void accepted(Ticket ticket) {
        if (settings.isNone()) {
            return;
        }
        List<Runnable> steps = new ArrayList<>();
        synchronized (lock) {
            leave(ticket);
            share.enriched();
            everAccepted = true;
            inARow = 0;
            causes.clear();
            awaited = null;
            awaitsOneMore = false;
            if (held) {
                LOG.info("A record is accepted again; calls go on");
                held = false;
                interval = FIRST_PROBE;
                withheld.forEach(failed -> steps.add(failed.again()));
                withheld.clear();
                steps.addAll(waiting);
                waiting.clear();
            } else {
                release(steps, 0);
            }
        }
        steps.forEach(Runnable::run);
    }

    /** Notes that the record failed by its own fault, and decides what becomes of it. */
    void rejected(Ticket ticket, FailedRecord failed) {
        if (settings.isNone()) {
            failed.release().run();
            return;
        }
        List<Runnable> steps = new ArrayList<>();
        synchronized (lock) {
            leave(ticket);
            withheld.add(failed);
            if (settings.action() == Action.DEAD_LETTER) {
                release(steps, 0);
            } else {
                withhold(failed, steps);
            }
        }
        steps.forEach(Runnable::run);
    }

    /** Notes that the call ended for a reason that is not the record's. */
    void ended(Ticket ticket) {
        if (settings.isNone()) {
            return;
        }
        List<Runnable> steps = new ArrayList<>();
        synchronized (lock) {
            leave(ticket);
            decide(steps);
        }
        steps.forEach(Runnable::run);
    }

    /** Notes that no more records come. */
    void end() {
        List<Runnable> steps = new ArrayList<>();
        synchronized (lock) {
            ending = true;
            decide(steps);
        }
        steps.forEach(Runnable::run);
    }

    /** Returns the number of records that are withheld. */
    int withheld() {
        synchronized (lock) {
            return withheld.size();
        }
    }

    /** Returns whether the job holds because no record is accepted. */
    boolean isHeld() {
        synchronized (lock) {
            return held;
        }
    }

    private void leave(Ticket ticket) {
        if (!ticket.begun) {
            return;
        }
        ticket.begun = false;
        underWay--;
        if (ticket.cohort == null) {
            unsent--;
        } else {
            ticket.cohort.underWay--;
        }
    }

    private void withhold(FailedRecord failed, List<Runnable> steps) {
        lastFailure = scheduler.nanoTime();
        inARow++;
        causes.add(failed);
        boolean many = inARow >= (everAccepted ? LATER_FAILURES : FIRST_FAILURES);
        if (many && awaited == null && !held) {
            awaited = current;
            current = new Cohort();
            awaitsOneMore = awaited.underWay == 0 && unsent > 0;
        }
        decide(steps);
        if (!withheld.isEmpty() && !stopped && !held) {
            alarm();
        }
    }

    private void decide(List<Runnable> steps) {
        if (stopped || held) {
            return;
        }
        if (awaited == null) {
            release(steps, ending && underWay == 0 ? 0 : mostWithheld);
        } else if (awaited.underWay == 0 && (!awaitsOneMore || unsent == 0)) {
            awaited = null;
            stop(steps);
        }
    }

    private void stop(List<Runnable> steps) {
        String told = inARow + " records in a row; " + causes.describe();
        if (settings.action() == Action.FAIL) {
            stopped = true;
            FailedRecord last = withheld.getLast();
            steps.add(() -> last.stop(FailureKind.NOBODY_ACCEPTED, told));
        } else {
            held = true;
            LOG.warn("No record was enriched, and calls wait but for one now and then: {}", told);
            scheduler.schedule(this::probe, interval);
        }
    }

    /** Makes dead letters of the oldest, unless there are too many of them. */
    private void release(List<Runnable> steps, int most) {
        while (withheld.size() > most && !stopped) {
            FailedRecord failed = withheld.remove();
            if (share.isExceededBy(failed) && settings.stopAbove() < 1) {
                stopped = true;
                String told = share.describe();
                steps.add(() -> failed.stop(FailureKind.TOO_MANY_DEAD_LETTERS, told));
            } else {
                steps.add(failed::releaseOrAbort);
            }
        }
    }

    private void alarm() {
        if (!alarmed) {
            alarmed = true;
            scheduler.schedule(this::look, SILENCE);
        }
    }

    private void look() {
        List<Runnable> steps = new ArrayList<>();
        synchronized (lock) {
            alarmed = false;
            if (withheld.isEmpty() || stopped || held) {
                return;
            }
            Duration patience = underWay == 0 ? SILENCE : LONGEST_SILENCE;
            long silent = scheduler.nanoTime() - lastFailure;
            if (awaited == null && silent >= patience.toNanos()) {
                release(steps, 0);
            } else {
                alarm();
            }
        }
        steps.forEach(Runnable::run);
    }

    /** Lets one record go on: the next that waits, or else the one that is withheld longest. */
    private void probe() {
        @Nullable Runnable step;
        synchronized (lock) {
            if (!held) {
                return;
            }
            interval = min(interval.multipliedBy(2), LAST_PROBE);
            scheduler.schedule(this::probe, interval);
            Runnable next = waiting.poll();
            FailedRecord oldest = next == null ? withheld.poll() : null;
            step = oldest == null ? next : oldest.again();
        }
        if (step != null) {
            step.run();
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
