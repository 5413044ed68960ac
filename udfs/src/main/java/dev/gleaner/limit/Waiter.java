package dev.gleaner.limit;

/** A place in the queue for a permit. */
public interface Waiter {

    /** Returns whether the permit has not been granted yet and the place was not given up. */
    boolean isWaiting();

    /**
     * Gives the place up.
     *
     * @return true if this prevented the grant; false if it had happened, or the place was given up
     *     before
     */
    boolean cancel();
}
