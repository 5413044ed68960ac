package dev.gleaner.enrich;

import dev.gleaner.model.FailureKind;
import org.jspecify.annotations.Nullable;

/** The share of dead letters among the last results of a subtask. Not thread-safe. */
final class DeadLetterShare {
    private final @Nullable FailureKind[] last;
    private final double most;
    private final Causes causes = new Causes();
    private int next;
    private int results;
    private int deadLetters;

    /**
     * @param most the largest share that is no reason to stop
     * @param of the number of results
     */
    DeadLetterShare(double most, int of) {
        this.most = most;
        last = new FailureKind[of];
    }

    void enriched() {
        put(null);
    }

    /** Notes a dead letter and returns whether there are too many now. */
    boolean isExceededBy(FailedRecord failed) {
        put(failed.kind());
        causes.add(failed);
        deadLetters++;
        return results >= last.length && deadLetters > most * last.length;
    }

    private void put(@Nullable FailureKind kind) {
        FailureKind oldest = last[next];
        if (oldest != null) {
            deadLetters--;
            causes.remove(oldest);
        }
        last[next] = kind;
        next = (next + 1) % last.length;
        results = Math.min(results + 1, last.length);
    }

    /** Returns the numbers and the most frequent causes. */
    String describe() {
        return deadLetters + " of the last " + last.length + " records; " + causes.describe();
    }
}
