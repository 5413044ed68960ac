package dev.gleaner.limit;

import java.io.Serializable;
import java.util.concurrent.CompletionStage;

/**
 * A board of named numbers that all subtasks of one operator of a job read and write. The board
 * outlives restarts of tasks and the loss of TaskManagers, but not the loss of the JobManager:
 * after that, the board is empty. Thread-safe.
 */
public interface JobBoard {
    /** Returns the value of a name before the first exchange. */
    static long[] empty() {
        return new long[0];
    }

    /**
     * Merges a value into what the board has under a name. Does not block. Exchanges of one subtask
     * follow each other in the order of the calls.
     *
     * @param merge how; instances of one class for one name
     * @return what the board has then, completed on the board's own thread, on which nothing may
     *     block; exceptionally if the board cannot be reached. In that case the value may have been
     *     merged all the same
     */
    CompletionStage<long[]> exchange(String name, long[] value, Merge merge);

    /** The rule by which a board changes. It runs at the JobMaster, for one subtask at a time. */
    @FunctionalInterface
    interface Merge extends Serializable {
        /**
         * Returns what the board has from now on.
         *
         * @param before what it had; {@link #empty()} at first. Not to be changed
         * @param value what the subtask sent
         */
        long[] merge(long[] before, long[] value);
    }
}
