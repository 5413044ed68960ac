package dev.gleaner.limit;

/** The right to have one request under way. */
public interface Permit {

    /**
     * Gives the permit back. The first call counts; any later one does nothing.
     *
     * @param sample what the attempt says of the endpoint
     */
    void release(Sample sample);

    /** What an attempt says of how much load the endpoint takes. */
    enum Sample {
        /** The endpoint did the work. */
        SERVED,
        /** The endpoint refused for its load. */
        OVERLOADED,
        /** Nothing can be learnt: the attempt broke for another reason, or was never sent. */
        UNKNOWN
    }
}
