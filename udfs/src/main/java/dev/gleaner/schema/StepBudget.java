package dev.gleaner.schema;

/**
 * The number of steps that the check of one answer may take: {@value #MAX_STEPS}, some tenths of a
 * second. A step is a character that a regular expression reads, or work of about that size. The
 * budget bounds what no length bounds: expressions that backtrack, alternatives within
 * alternatives. Each thread that checks has a count of its own. Thread-safe.
 */
final class StepBudget {
    static final int MAX_STEPS = 20_000_000;

    private final ThreadLocal<int[]> left = ThreadLocal.withInitial(() -> new int[] {MAX_STEPS});

    /** Returns the steps that are left to the current check. */
    int left() {
        return left.get()[0];
    }

    /**
     * Takes steps.
     *
     * @param what what they are for, if they are too many
     * @throws ExceededException if fewer are left
     */
    void spend(long steps, String what) {
        int[] mine = left.get();
        if (steps > mine[0]) {
            throw new ExceededException(what);
        }
        mine[0] -= (int) steps;
    }

    /** Ends the current thread's check; its next one has the whole budget again. */
    void reset() {
        left.remove();
    }

    /** Ends a check that takes too long; never leaves this package. */
    static final class ExceededException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String what;

        ExceededException(String what) {
            super(what, null, false, false);
            this.what = what;
        }

        /** Returns what took too long. */
        String what() {
            return what;
        }
    }
}
