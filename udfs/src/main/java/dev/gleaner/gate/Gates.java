package dev.gleaner.gate;

/**
 * Where function and source find the same gate: on the task's thread, on which Flink opens both
 * when they are chained, the function first. Flink creates them apart, and gives them nothing in
 * common but this thread; an id in a map would outlive a task that fails.
 */
public final class Gates {
    // The only static state of the package. It holds nothing across tasks: Flink starts a thread
    // for
    // each, and the function takes its gate away when it closes.
    private static final ThreadLocal<Gate> CURRENT = new ThreadLocal<>();

    private Gates() {}

    /**
     * Puts up the gate for the source that is opened next on this thread: for a function's open.
     */
    public static void install(Gate gate) {
        CURRENT.set(gate);
    }

    /** Takes the gate of this thread away, if there is one: for a function's close. */
    public static void remove() {
        CURRENT.remove();
    }

    /**
     * @throws IllegalStateException if no function has put up a gate on this thread
     */
    static Gate current() {
        Gate gate = CURRENT.get();
        if (gate == null) {
            throw new IllegalStateException(
                    "The gated source finds no gate: it must be chained to the function that puts"
                            + " it up. Take out what stands between them (keyBy, rebalance,"
                            + " another parallelism, disableChaining).");
        }
        return gate;
    }
}
