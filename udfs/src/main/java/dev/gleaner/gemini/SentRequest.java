package dev.gleaner.gemini;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A request, as far as the meaning of its answer depends on it. It masks what an endpoint repeats
 * of its turns: every stretch that both have, of at least {@value #SHORTEST} letters and digits
 * (bytes in UTF-8). What all requests share, such as the system instruction, the schema and the
 * settings, is not compared. Takes time and memory in proportion to the request and the text.
 * Thread-safe.
 */
final class SentRequest {
    static final int SHORTEST = 16; // a power of 2

    /** A request that says nothing of a record. */
    static final SentRequest NONE = new SentRequest(new byte[0]);

    private static final int LONGEST_TEXT = 64 * 1_024;
    private static final List<byte[]> SCHEMAS =
            List.of(
                    JsonBytes.utf8("\"responseSchema\":{"),
                    JsonBytes.utf8("\"responseJsonSchema\":{"));
    private static final byte[] MASK = JsonBytes.utf8(Detail.MASK);
    private static final long BASE = 0x9E3779B97F4A7C15L;
    private static final long LEAVING = power(BASE, SHORTEST);
    private static final int BUCKETS_PER_STRETCH = 16;

    private final byte[] request;

    /**
     * Keeps the bytes.
     *
     * @param request in the form of {@link RequestEncoder}; must not be changed afterwards
     */
    SentRequest(byte[] request) {
        this.request = request;
    }

    /** Returns the text, with {@value Detail#MASK} for what the request says too. */
    String masked(String text) {
        if (request.length == 0 || text.isEmpty()) {
            return text;
        }
        byte[] said = JsonBytes.utf8(Detail.cut(text, LONGEST_TEXT));
        Stretches stretches = new Stretches(said);
        if (stretches.isEmpty()) {
            return text;
        }
        new TurnTexts(request, stretches::compare).read();
        return stretches.anyRepeated ? stretches.masked() : text;
    }

    /** Returns whether it asks for an answer by a schema. */
    boolean hasSchema() {
        return SCHEMAS.stream().anyMatch(field -> JsonBytes.indexOf(request, field) >= 0);
    }

    private static long power(long base, int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= base;
        }
        return power;
    }

    /** The hash of the last letters. */
    private static final class Window {
        private final byte[] letters = new byte[SHORTEST];
        private long hash;
        private int count;

        /** Takes the next letter; returns whether the window is full. */
        boolean add(byte letter) {
            int place = count & (SHORTEST - 1);
            hash = hash * BASE + letter - letters[place] * LEAVING;
            letters[place] = letter;
            count++;
            return count >= SHORTEST;
        }
    }

    /** The stretches of a text that are just long enough to be masked. */
    private static final class Stretches {
        private final byte[] text;
        private final int[] starts;
        private final int[] ends;
        private final long[] hashes;
        private final long[] sorted;
        private final BitSet repeated;
        private final BitSet filter;
        private final int shift;
        private final Window window = new Window();
        private int letters;
        private boolean anyRepeated;

        Stretches(byte[] text) {
            this.text = text;
            starts = new int[text.length];
            ends = new int[text.length];
            long[] found = new long[text.length];
            Window own = new Window();
            Letters.read(
                    text,
                    0,
                    text.length,
                    (letter, start, end) -> {
                        starts[letters] = start;
                        ends[letters] = end;
                        if (own.add(letter)) {
                            found[letters - SHORTEST + 1] = own.hash;
                        }
                        letters++;
                    });
            hashes = Arrays.copyOf(found, Math.max(0, letters - SHORTEST + 1));
            sorted = Arrays.stream(hashes).sorted().distinct().toArray();
            repeated = new BitSet(sorted.length);
            shift = Long.numberOfLeadingZeros((long) BUCKETS_PER_STRETCH * sorted.length);
            filter = new BitSet();
            for (long hash : sorted) {
                filter.set(bucket(hash));
            }
        }

        boolean isEmpty() {
            return hashes.length == 0;
        }

        /** Takes the next letter of the request. */
        void compare(byte letter) {
            if (window.add(letter) && filter.get(bucket(window.hash))) {
                int index = Arrays.binarySearch(sorted, window.hash);
                if (index >= 0) {
                    repeated.set(index);
                    anyRepeated = true;
                }
            }
        }

        String masked() {
            BitSet echoed = new BitSet(letters);
            for (int i = 0; i < hashes.length; i++) {
                if (repeated.get(Arrays.binarySearch(sorted, hashes[i]))) {
                    echoed.set(i, i + SHORTEST);
                }
            }
            byte[] masked = new byte[text.length];
            int length = 0;
            int copied = 0;
            for (int first = echoed.nextSetBit(0); first >= 0; ) {
                int behind = echoed.nextClearBit(first);
                int start = Math.max(copied, characterStart(starts[first]));
                System.arraycopy(text, copied, masked, length, start - copied);
                length += start - copied;
                System.arraycopy(MASK, 0, masked, length, MASK.length);
                length += MASK.length;
                copied = characterEnd(ends[behind - 1]);
                first = echoed.nextSetBit(behind);
            }
            System.arraycopy(text, copied, masked, length, text.length - copied);
            length += text.length - copied;
            return new String(masked, 0, length, StandardCharsets.UTF_8);
        }

        private int characterStart(int offset) {
            int start = offset;
            while (start > 0 && isInside(start)) {
                start--;
            }
            return start;
        }

        private int characterEnd(int offset) {
            int end = offset;
            while (end < text.length && isInside(end)) {
                end++;
            }
            return end;
        }

        private boolean isInside(int offset) {
            return (text[offset] & 0xC0) == 0x80;
        }

        private int bucket(long hash) {
            return (int) ((hash * BASE) >>> shift);
        }
    }
}
