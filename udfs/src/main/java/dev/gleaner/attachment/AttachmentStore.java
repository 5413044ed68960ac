package dev.gleaner.attachment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Writes the files of answers with Flink's FileSystem, on its own threads. Thread-safe.
 *
 * <p>A file is named after the record it belongs to and not after its content: after a restart the
 * record is asked again and gets another answer, whose file then takes the place of the first. The
 * files are spread over 256 folders by a hash of their names, since HDFS takes a million in one.
 */
public final class AttachmentStore implements AutoCloseable {
    private static final long IDLE_SECONDS = 30;
    private static final long CLOSING_SECONDS = 5;
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]");
    private static final int FOLDER_DIGITS = 2;

    private final LongAdder writes = new LongAdder();
    private final AttachmentFolder folder;
    private final ThreadPoolExecutor executor;

    /**
     * Makes the folder, if need be, and starts no thread before there is something to write.
     * Blocks.
     *
     * @param threads how many files are written at once, from 1 up
     * @throws IllegalArgumentException if the path has no scheme, if Flink has no FileSystem for
     *     it, or if the folder can be neither found nor made
     */
    public AttachmentStore(AttachmentSettings settings, int threads) {
        folder = AttachmentFolder.open(settings.path());
        AtomicInteger count = new AtomicInteger();
        executor =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread thread =
                                    new Thread(
                                            task, "gleaner-attachments-" + count.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Writes one file, in place of any that has its name. Does not block and does not throw.
     *
     * @param name that a replay would give it too, such as {@code
     *     <topic>-<partition>-<offset>-<index>}, without the extension, which follows from the
     *     type; other characters than ASCII letters, digits and {@code . _ -} become {@code -}
     * @param data must not be changed afterwards
     * @param whenDone is called exactly once, on a thread of the store or, once it is closed, on
     *     the caller's; it must not block
     */
    public void write(String name, String mimeType, byte[] data, Consumer<Written> whenDone) {
        Task task = new Task(name, mimeType, data, whenDone);
        try {
            executor.execute(task);
        } catch (RejectedExecutionException closed) {
            task.refuse();
        }
    }

    /** Returns the number of files that were written so far. */
    public long written() {
        return writes.sum();
    }

    /** Waits a few seconds for files under way; all others fail. Ends the threads. */
    @Override
    public void close() {
        executor.shutdown();
        Runnable waiting;
        while ((waiting = executor.getQueue().poll()) != null) {
            ((Task) waiting).refuse();
        }
        try {
            if (!executor.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                // Nothing waits any more; this only interrupts.
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private final class Task implements Runnable {
        private final String name;
        private final String mimeType;
        private final byte[] data;
        private final Consumer<Written> whenDone;

        Task(String name, String mimeType, byte[] data, Consumer<Written> whenDone) {
            this.name = name;
            this.mimeType = mimeType;
            this.data = data;
            this.whenDone = whenDone;
        }

        @Override
        public void run() {
            whenDone.accept(written());
        }

        void refuse() {
            whenDone.accept(new Written.Failed("the job is being stopped"));
        }

        /** FileSystems are other people's code, and a call must end whatever they throw. */
        private Written written() {
            try {
                String safe = UNSAFE.matcher(name).replaceAll("-");
                String shard = sha256(safe.getBytes(StandardCharsets.UTF_8));
                String file = safe + "." + FileExtension.of(mimeType);
                String uri = folder.write(shard.substring(0, FOLDER_DIGITS), file, data).toString();
                writes.increment();
                return new Written.Stored(uri, mimeType, data.length, sha256(data));
            } catch (Exception | LinkageError e) {
                return new Written.Failed(Reason.of(e));
            }
        }
    }

    private static String sha256(byte[] data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
