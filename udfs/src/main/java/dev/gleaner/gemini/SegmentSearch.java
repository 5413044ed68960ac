package dev.gleaner.gemini;

import java.util.Arrays;

/**
 * Finds in an answer the texts that groundingSupports are about. Their offsets count bytes of
 * UTF-8, and drift now and then: recorded ones were off by two. So an offset is believed only if
 * the text is there; else the nearest place counts where it is. Does a bounded number of
 * comparisons in all, which no honest answer comes near to. Not thread-safe.
 */
final class SegmentSearch {
    static final int NOT_FOUND = -1;

    private static final long MAX_COMPARISONS = 20_000_000;

    private final byte[] text;
    private final int[] partStarts;
    private long left = MAX_COMPARISONS;

    /**
     * Makes a search.
     *
     * @param text the whole answer in UTF-8
     * @param partStarts where in it each part begins
     */
    SegmentSearch(byte[] text, int[] partStarts) {
        this.text = text;
        this.partStarts = partStarts;
    }

    /**
     * Returns where the segment begins, or {@link #NOT_FOUND}.
     *
     * @param segment in UTF-8
     * @param part the index of the part in which {@code start} is said to count
     * @param start where it is said to begin
     */
    int find(byte[] segment, int part, int start) {
        int last = text.length - segment.length;
        if (segment.length == 0 || last < 0) {
            return NOT_FOUND;
        }
        long said = (part < partStarts.length ? partStarts[part] : 0) + (long) start;
        if (said <= last && isAt((int) said, segment)) {
            return (int) said;
        }
        // Whatever the index of the part, servers have been seen to count from the answer's start.
        if (start <= last && isAt(start, segment)) {
            return start;
        }
        return nearest(segment, (int) Math.min(said, last), last);
    }

    private int nearest(byte[] segment, int said, int last) {
        for (int i = 1; (i <= said || i <= last - said) && left > 0; i++) {
            if (i <= said && isAt(said - i, segment)) {
                return said - i;
            }
            if (i <= last - said && isAt(said + i, segment)) {
                return said + i;
            }
        }
        // Where the search began, if that is not where it was said to be.
        return isAt(said, segment) ? said : NOT_FOUND;
    }

    private boolean isAt(int at, byte[] segment) {
        left--;
        if (text[at] != segment[0]) {
            return false;
        }
        int same = Arrays.mismatch(text, at, at + segment.length, segment, 0, segment.length);
        left -= same < 0 ? segment.length : same;
        return same < 0;
    }
}
