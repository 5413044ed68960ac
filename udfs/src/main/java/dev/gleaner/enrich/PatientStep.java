package dev.gleaner.enrich;

import dev.gleaner.time.CallScheduler.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A step of a call that others take for it, and that ends with the call's patience if they have not
 * ended it by then. Either follows from it, never both. Thread-safe.
 */
final class PatientStep {
    private final AtomicBoolean ended = new AtomicBoolean();
    private final @Nullable Timer timer;

    /**
     * Begins.
     *
     * @param whenLate runs, on the scheduler's thread, if patience ends first
     */
    PatientStep(CallContext context, CallReport report, Runnable whenLate) {
        Duration left = report.patience();
        timer =
                left == null
                        ? null
                        : context.scheduler()
                                .schedule(
                                        () -> {
                                            if (ended.compareAndSet(false, true)) {
                                                whenLate.run();
                                            }
                                        },
                                        left);
    }

    /** Returns true, once, to who ends it in time. */
    boolean end() {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        if (timer != null) {
            timer.cancel();
        }
        return true;
    }
}
