package dev.gleaner.gemini;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the API key again from its file. A file that cannot be read, or holds no key, as while it
 * is being written, changes nothing. Blocks; for one thread.
 */
final class KeyFile {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);

    private final ApiKeyReference reference;
    private final ApiKeys keys;
    private @Nullable Stamp read;
    private long readAt;
    private @Nullable String problem;

    /** What changes with a file's content; a mounted secret gets another file by its link. */
    private record Stamp(FileTime modified, long size, @Nullable Object file) {
        static Stamp of(Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(
                    attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        }
    }

    KeyFile(ApiKeyReference reference, ApiKeys keys) {
        this.reference = reference;
        this.keys = keys;
    }

    /** Reads it if it has changed. */
    void check() {
        read(false);
    }

    /**
     * Reads it, whatever it looks like, unless that was done since.
     *
     * @param nanoTime a reading of the system's clock
     */
    void readSince(long nanoTime) {
        if (read == null || readAt - nanoTime < 0) {
            read(true);
        }
    }

    private void read(boolean unchangedToo) {
        try {
            long now = System.nanoTime();
            // Before the content: what changes in between is seen the next time.
            Stamp stamp = Stamp.of(Path.of(reference.name()));
            if (stamp.equals(read) && !unchangedToo) {
                return;
            }
            if (keys.renew(reference.resolve(name -> null))) {
                LOG.info("The API key was renewed from {}", reference);
            }
            read = stamp;
            readAt = now;
            problem = null;
        } catch (IOException | RuntimeException unreadable) {
            tell(unreadable);
        }
    }

    private void tell(Exception unreadable) {
        // An IllegalArgumentException is the reference's own, and never holds a key.
        String what =
                unreadable instanceof IllegalArgumentException
                        ? String.valueOf(unreadable.getMessage())
                        : unreadable.getClass().getSimpleName();
        if (!what.equals(problem)) {
            problem = what;
            LOG.warn("The API key stays as it was, for {} cannot be read: {}", reference, what);
        }
    }
}
