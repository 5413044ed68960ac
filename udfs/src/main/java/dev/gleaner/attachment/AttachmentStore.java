package dev.gleaner.attachment;

import java.util.function.Consumer;

/**
 * Writes the files of answers with Flink's FileSystem, on its own threads. Thread-safe.
 *
 * <p>A file is named after the record it belongs to and not after its content: after a restart the
 * record is asked again and gets another answer, whose file then takes the place of the first.
 */
public final class AttachmentStore implements AutoCloseable {

    /**
     * Makes the folder, if need be, and starts no thread before there is something to write.
     * Blocks.
     *
     * @param threads how many files are written at once, from 1 up
     * @throws IllegalArgumentException if the path has no scheme, if Flink has no FileSystem for
     *     it, or if the folder can be neither found nor made
     */
    public AttachmentStore(AttachmentSettings settings, int threads) {}

    /**
     * Returns the name of a file that an answer to a record has.
     *
     * @param index the file's place in the answer, from 0 up
     */
    public static String name(String topic, int partition, long offset, int index) {
        return topic + "-" + partition + "-" + offset + "-" + index;
    }

    /**
     * Writes one file, in place of any that has its name. Does not block and does not throw.
     *
     * @param name from {@link #name}, without the extension, which follows from the type
     * @param data must not be changed afterwards
     * @param whenDone is called exactly once, on a thread of the store or, once it is closed, on
     *     the caller's; it must not block
     */
    public void write(String name, String mimeType, byte[] data, Consumer<Written> whenDone) {
        whenDone.accept(new Written.Failed("not yet"));
    }

    /** Waits a few seconds for files under way; all others fail. Ends the threads. */
    @Override
    public void close() {}
}
