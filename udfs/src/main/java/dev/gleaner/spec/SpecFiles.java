package dev.gleaner.spec;

import dev.gleaner.text.ByteOrderMark;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the spec and the files that it names; what goes wrong is a problem. */
final class SpecFiles {
    private static final int MAX_BYTES = 2 << 20;

    private final Path folder;
    private final Problems problems;

    SpecFiles(Path folder, Problems problems) {
        this.folder = folder.toAbsolutePath().normalize();
        this.problems = problems;
    }

    /** Returns the file's place, or null if the name cannot be one. */
    @Nullable Path resolve(String name, String option) {
        try {
            return folder.resolve(name).normalize();
        } catch (InvalidPathException e) {
            problems.add(option, "the path is none: " + e.getReason(), "correct it");
            return null;
        }
    }

    /** Returns the text of the file that an option names, or null. */
    @Nullable String read(Path file, String option) {
        String fault = "cannot be read";
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length <= MAX_BYTES) {
                return ByteOrderMark.without(
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(bytes))
                                .toString());
            }
            fault = "is longer than 2 MB";
        } catch (NoSuchFileException e) {
            fault = "does not exist";
        } catch (CharacterCodingException e) {
            fault = "is not UTF-8";
        } catch (IOException e) {
            fault += Files.isDirectory(file) ? " (it is a folder)" : " (" + e.getMessage() + ")";
        }
        problems.add(
                option.isEmpty() ? 0 : problems.lineOf(option),
                option,
                "the file " + file + " " + fault,
                option.isEmpty() ? "name the spec's file" : "relative paths begin at " + folder);
        return null;
    }
}
