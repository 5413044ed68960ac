package dev.gleaner.limit;

/**
 * The part of what a whole job may use that is one subtask's.
 *
 * @param index the subtask's number, from 0
 * @param parallelism how many subtasks there are, from 1
 */
public record Share(int index, int parallelism) {
    /** Everything. */
    public static final Share WHOLE = new Share(0, 1);

    /** Returns the part of an amount; the remainder of the division goes to the first subtasks. */
    public long of(long amount) {
        return amount / parallelism + (index < amount % parallelism ? 1 : 0);
    }
}
