package dev.gleaner.limit;

/** The right to have one request under way. */
public interface Permit {

    /** Gives the permit back. The first call counts; any later one does nothing. */
    void release(Settlement settlement);

    /**
     * How the attempt ended.
     *
     * @param sample what it says of the load that the endpoint takes
     * @param tokens prompt tokens used
     * @param cost what it cost, in billionths of a US dollar
     */
    record Settlement(Sample sample, long tokens, long cost) {
        /** Of an attempt that was never made. */
        public static final Settlement UNUSED = new Settlement(Sample.UNKNOWN, 0, 0);
    }

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
