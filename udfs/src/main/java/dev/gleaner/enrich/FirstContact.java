package dev.gleaner.enrich;

import dev.gleaner.limit.JobBoard;
import dev.gleaner.model.FailureKind;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Remembers whether the endpoint has ever answered as Gemini does. Until then, what cannot be
 * reached or speaks something else is taken for a wrong address; from then on, for a passing fault.
 * Thread-safe.
 *
 * <p>The contact is the job's: a subtask that is answered tells the others, and a subtask that
 * meets such a failure asks them. The reply takes 10 ms, and usually precedes the next attempt.
 *
 * <p>A subtask that gets its first record long after its start must not end the job for a blip at
 * that moment. There, the failures must have gone on for a while.
 */
final class FirstContact {
    /**
     * Attempts of one call that must fail before the address is called wrong: enough to outlive a
     * blip, few enough to tell within seconds.
     */
    private static final int CONFIRMATIONS = 3;

    /**
     * How long the failures of all calls must have gone on, which says the same: in an outage, few
     * calls get to their third attempt.
     */
    private static final long CONFIRMED_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** How long after its start a subtask takes a few failures for a wrong address. */
    private static final long START_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** How long the failures must have gone on when they begin later. */
    private static final long LATER_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final long NONE = Long.MIN_VALUE;

    private static final String NAME = "contact";
    private static final long[] MADE = {1};
    private static final long[] UNKNOWN = {0};

    private final long startNanos;
    private final @Nullable JobBoard board;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicLong firstFailureNanos = new AtomicLong(NONE);
    private volatile boolean made;

    /**
     * @param made true after a restart: the address was right before
     * @param startNanos a reading of the call scheduler's clock
     * @param board of the job; null if other subtasks cannot be asked
     */
    FirstContact(boolean made, long startNanos, @Nullable JobBoard board) {
        this.made = made;
        this.startNanos = startNanos;
        this.board = board;
    }

    /** The rule of the board: whether any subtask was answered. */
    private record AnyOf() implements JobBoard.Merge {
        @Override
        public long[] merge(long[] before, long[] value) {
            return isMade(before) ? before : value;
        }
    }

    private static boolean isMade(long[] numbers) {
        return numbers.length > 0 && numbers[0] == MADE[0];
    }

    boolean isMade() {
        return made;
    }

    void answered() {
        if (!made) {
            made = true;
            if (board != null) {
                var unused = board.exchange(NAME, MADE, new AnyOf());
            }
        }
    }

    private void ask() {
        if (board != null && asking.compareAndSet(false, true)) {
            var unused =
                    board.exchange(NAME, UNKNOWN, new AnyOf())
                            .whenComplete(
                                    (numbers, unreached) -> {
                                        asking.set(false);
                                        if (unreached == null && isMade(numbers)) {
                                            made = true;
                                        }
                                    });
        }
    }

    /**
     * Returns whether a failure shows a wrong address.
     *
     * @param failures how often the call has failed in such a way
     * @param last whether the call would make no other attempt
     * @param nowNanos a reading of the call scheduler's clock
     */
    boolean isWrongAddress(FailureKind kind, int failures, boolean last, long nowNanos) {
        if (made || !kind.isFatalAtStart()) {
            return false;
        }
        ask();
        firstFailureNanos.compareAndSet(NONE, nowNanos);
        long failing = nowNanos - firstFailureNanos.get();
        boolean sure = nowNanos - startNanos <= START_NANOS || failing >= LATER_NANOS;
        return sure && (last || failures >= CONFIRMATIONS || failing >= CONFIRMED_NANOS);
    }
}
