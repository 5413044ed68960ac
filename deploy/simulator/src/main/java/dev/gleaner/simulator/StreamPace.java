package dev.gleaner.simulator;

/**
 * How a streamed answer comes. Immutable.
 *
 * @param chunks pieces that a text is cut into, in [1, 1000]; what a text is too short for is left
 *     out
 * @param interval time between two pieces; the first comes after {@link Control#latency()}. With
 *     {@code none} all are written at once
 * @param lineEnd what ends the lines of the events
 */
public record StreamPace(int chunks, Latency interval, LineEnd lineEnd) {

    private static final int MOST_CHUNKS = 1000;

    /** What ends a line. */
    public enum LineEnd {
        /** Carriage return and line feed, as Google's. */
        CRLF,
        /** Line feed only, as some proxies make of it. */
        LF;

        /** The name in options and control JSON: {@code crlf} or {@code lf}. */
        @Override
        public String toString() {
            return this == CRLF ? "crlf" : "lf";
        }

        String characters() {
            return this == CRLF ? "\r\n" : "\n";
        }

        /**
         * The line end of this name.
         *
         * @throws IllegalArgumentException if there is none
         */
        static LineEnd named(String name) {
            return switch (name) {
                case "crlf" -> CRLF;
                case "lf" -> LF;
                default ->
                        throw new IllegalArgumentException(
                                "streamLineEnd must be crlf or lf, was '" + name + "'");
            };
        }
    }

    /** Checks the range. */
    public StreamPace {
        if (chunks < 1 || chunks > MOST_CHUNKS) {
            throw new IllegalArgumentException(
                    "streamChunks must be in [1, " + MOST_CHUNKS + "], was " + chunks);
        }
    }

    /** Three pieces, all at once, with Google's line ends. */
    public static StreamPace defaults() {
        return new StreamPace(3, Latency.none(), LineEnd.CRLF);
    }

    /** The same with another number of pieces. */
    public StreamPace withChunks(int value) {
        return new StreamPace(value, interval, lineEnd);
    }

    /** The same with another time between pieces. */
    public StreamPace withInterval(Latency value) {
        return new StreamPace(chunks, value, lineEnd);
    }

    /** The same with other line ends. */
    public StreamPace withLineEnd(LineEnd value) {
        return new StreamPace(chunks, interval, value);
    }
}
