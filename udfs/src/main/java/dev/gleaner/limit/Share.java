package dev.gleaner.limit;

import java.util.Set;
import java.util.TreeSet;

/**
 * The part of what a whole job may use that is one subtask's, or that of several which share a
 * limiter.
 *
 * @param indexes the subtasks' numbers, each from 0; at least one
 * @param parallelism how many subtasks there are in the job, from 1
 */
public record Share(Set<Integer> indexes, int parallelism) {
    /** Everything. */
    public static final Share WHOLE = new Share(0, 1);

    public Share {
        indexes = Set.copyOf(indexes);
    }

    /** The part of one subtask. */
    public Share(int index, int parallelism) {
        this(Set.of(index), parallelism);
    }

    /** Returns the part of these subtasks and another. */
    public Share plus(int index) {
        Set<Integer> more = new TreeSet<>(indexes);
        more.add(index);
        return new Share(more, parallelism);
    }

    /** Returns the part of an amount; the remainder of the division goes to the first subtasks. */
    public long of(long amount) {
        long remainder = amount % parallelism;
        long first = indexes.stream().filter(index -> index < remainder).count();
        return amount / parallelism * indexes.size() + first;
    }

    /** Returns the part, from 0 to 1. */
    public double part() {
        return (double) indexes.size() / parallelism;
    }

    /**
     * Returns what this share still has used up of an amount that a former one had: those that have
     * gone took their part with them, and those that have come bring nothing.
     */
    long used(long amount, Share former) {
        double kept = part() / former.part();
        return kept < 1 ? Math.round(amount * kept) : amount;
    }

    /** Returns the part of an amount that need not be whole. */
    double ofRate(double amount) {
        return amount / parallelism * indexes.size();
    }
}
