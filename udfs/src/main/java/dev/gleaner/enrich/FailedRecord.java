package dev.gleaner.enrich;

import dev.gleaner.model.FailureKind;
import dev.gleaner.model.SourceRecord;
import java.util.function.Consumer;

/**
 * A record that failed by a fault of its own, before it is a dead letter.
 *
 * @param release makes it a dead letter
 * @param again makes its call again, from the beginning
 * @param abort fails the job
 */
record FailedRecord(
        SourceRecord record,
        FailureKind kind,
        String detail,
        Runnable release,
        Runnable again,
        Consumer<Throwable> abort) {

    /** Makes it a dead letter; the job fails if the result cannot be taken. Never throws. */
    void releaseOrAbort() {
        try {
            release.run();
        } catch (RuntimeException refused) {
            abort.accept(refused);
        }
    }

    /** Fails the job. */
    void stop(FailureKind cause, String told) {
        abort.accept(new EnrichmentAbortedException(cause, told));
    }
}
