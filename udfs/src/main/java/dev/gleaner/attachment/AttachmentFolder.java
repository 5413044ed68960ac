package dev.gleaner.attachment;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;

/**
 * A folder of any FileSystem that Flink has. Files appear in it whole or not at all: where a file
 * can be renamed they are written under another name first; an object store shows an object only
 * once it is complete. Blocks. Thread-safe, except for files of the same name.
 */
final class AttachmentFolder {
    /** Those with a rename that is one step; Flink does not say which they are. */
    private static final Set<String> RENAMING = Set.of("file", "hdfs", "viewfs", "webhdfs");

    private final Path root;
    private final FileSystem fileSystem;
    private final boolean renames;

    private AttachmentFolder(Path root, FileSystem fileSystem, boolean renames) {
        this.root = root;
        this.fileSystem = fileSystem;
        this.renames = renames;
    }

    /**
     * Finds the folder, or makes it.
     *
     * @throws IllegalArgumentException if that is not possible; says why
     */
    static AttachmentFolder open(String path) {
        URI uri = uri(path);
        try {
            Path root = new Path(uri);
            FileSystem fileSystem = root.getFileSystem();
            if (!fileSystem.mkdirs(root) && !fileSystem.exists(root)) {
                throw problem(uri, "cannot be made");
            }
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            return new AttachmentFolder(root, fileSystem, RENAMING.contains(scheme));
        } catch (IOException | RuntimeException e) {
            throw e instanceof IllegalArgumentException problem
                    ? problem
                    : problem(uri, Reason.of(e));
        }
    }

    /**
     * Writes a file, in place of any that has its name.
     *
     * @param folder below this one
     * @return where it is
     */
    URI write(String folder, String name, byte[] data) throws IOException {
        Path parent = new Path(root, folder);
        Path target = new Path(parent, name);
        if (renames) {
            // A replay has the same name for it, so that nothing is left behind.
            Path unfinished = new Path(parent, "." + name + ".unfinished");
            put(unfinished, data);
            replace(unfinished, target);
        } else {
            put(target, data);
        }
        return target.toUri();
    }

    private void put(Path file, byte[] data) throws IOException {
        try (FSDataOutputStream out = fileSystem.create(file, WriteMode.OVERWRITE)) {
            out.write(data);
            if (renames) {
                out.sync();
            }
        } catch (IOException | RuntimeException e) {
            discard(file, e);
            throw e;
        }
    }

    private void replace(Path unfinished, Path target) throws IOException {
        // HDFS does not rename to a name that is taken.
        if (fileSystem.rename(unfinished, target)
                || (fileSystem.delete(target, false) && fileSystem.rename(unfinished, target))) {
            return;
        }
        IOException failed = new IOException("the file could not be renamed to " + target);
        discard(unfinished, failed);
        throw failed;
    }

    private void discard(Path file, Exception because) {
        try {
            boolean unused = fileSystem.delete(file, false);
        } catch (IOException | RuntimeException e) {
            because.addSuppressed(e);
        }
    }

    private static URI uri(String path) {
        URI uri;
        try {
            uri = new URI(path);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "attachments.path is not a URI: "
                            + e.getReason()); // not the rest, which repeats it
        }
        String authority = uri.getRawAuthority();
        // Azure names a container before the @; but no password may go into every record.
        if (authority != null && authority.matches(".*:.*@.*")) {
            throw new IllegalArgumentException(
                    "attachments.path must not hold a password: it is written into every record");
        }
        if (uri.getScheme() == null || uri.isOpaque() || uri.getRawPath() == null) {
            throw new IllegalArgumentException(
                    "attachments.path must be a URI with a scheme, such as s3://bucket/images or"
                            + " file:///data/images, not: "
                            + path);
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw problem(uri, "must have no query or fragment");
        }
        return uri;
    }

    private static IllegalArgumentException problem(URI uri, String why) {
        return new IllegalArgumentException("attachments.path " + uri + ": " + why);
    }
}
