package dev.gleaner.gemini;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Collects a body up to a limit. Not thread-safe. */
final class BodyBuffer {
    private static final int SMALLEST = 4_096;
    private static final int LARGEST_TRUSTED = 1 << 20;

    private final int limit;
    private byte[] bytes;
    private int length;

    /**
     * Makes an empty buffer.
     *
     * @param limit the most bytes it takes
     * @param announced the Content-Length, trusted up to 1 MiB, or less than 0 if not known
     */
    BodyBuffer(int limit, long announced) {
        this.limit = limit;
        long size = announced < 0 ? SMALLEST : Math.min(announced, LARGEST_TRUSTED);
        bytes = new byte[(int) Math.min(size, limit)];
    }

    /** Takes what fits of the part; returns whether it was all. */
    boolean append(ByteBuf part) {
        int count = Math.min(part.readableBytes(), limit - length);
        if (length + count > bytes.length) {
            long doubled = Math.max(2L * bytes.length, (long) length + count);
            bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, limit));
        }
        part.getBytes(part.readerIndex(), bytes, length, count);
        length += count;
        return count == part.readableBytes();
    }

    /** Returns what was collected; the buffer must not be used afterwards. */
    byte[] bytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
