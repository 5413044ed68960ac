package dev.gleaner.gemini;

import dev.gleaner.text.ByteOrderMark;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the API key is, never the key itself, so that it may be serialized, logged and shown in
 * Flink's web interface. The key is resolved where the calls are made.
 *
 * @param source the kind of place
 * @param name the variable's name or the file's path
 */
public record ApiKeyReference(Source source, String name) implements Serializable {

    /** The kinds of places a key can be in. */
    public enum Source {
        /** An environment variable. */
        ENV,
        /** A file that holds nothing but the key; a newline at its end is ignored. */
        FILE
    }

    private static final String EXPECTED =
            "model.apiKey must say where the key is, env:NAME or file:PATH, and not be the key";
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int MAX_KEY_BYTES = 8_192;

    /** Refuses a name that cannot be one. No message repeats it: it may be a key. */
    public ApiKeyReference {
        boolean possible = source == Source.FILE || VARIABLE.matcher(name).matches();
        if (name.isBlank() || !possible || name.startsWith("AIza")) {
            throw new IllegalArgumentException(EXPECTED);
        }
    }

    /**
     * Reads {@code env:NAME} or {@code file:PATH}.
     *
     * @throws IllegalArgumentException if the text is neither; the message does not repeat it
     */
    public static ApiKeyReference parse(String text) {
        if (text.startsWith("env:")) {
            return new ApiKeyReference(Source.ENV, text.substring("env:".length()));
        }
        if (text.startsWith("file:")) {
            return new ApiKeyReference(Source.FILE, text.substring("file:".length()));
        }
        throw new IllegalArgumentException(EXPECTED);
    }

    /**
     * Returns the key.
     *
     * @param environment the value of a variable by its name, or null; {@code System::getenv}
     * @throws IllegalArgumentException if the variable or file is missing, empty, or holds anything
     *     that cannot stand in a header; the message never holds the key
     */
    public String resolve(Function<String, @Nullable String> environment) {
        String key = (source == Source.ENV ? variable(environment) : file()).strip();
        if (key.isEmpty()) {
            throw problem("is empty");
        }
        if (!key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw problem("holds characters no API key has (spaces, line breaks or non-ASCII)");
        }
        return key;
    }

    /** The reference as it is written in the configuration. */
    @Override
    public String toString() {
        return (source == Source.ENV ? "env:" : "file:") + name;
    }

    private String variable(Function<String, @Nullable String> environment) {
        String value = environment.apply(name);
        if (value == null) {
            throw problem("is not set in this process' environment");
        }
        return value;
    }

    private String file() {
        try (InputStream in = Files.newInputStream(Path.of(name))) {
            byte[] bytes = in.readNBytes(MAX_KEY_BYTES + 1);
            if (bytes.length > MAX_KEY_BYTES) {
                throw problem("is longer than " + MAX_KEY_BYTES + " bytes");
            }
            return ByteOrderMark.without(new String(bytes, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw problem("does not exist on this machine");
        } catch (IOException e) {
            throw problem("cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private IllegalArgumentException problem(String what) {
        return new IllegalArgumentException("model.apiKey: " + this + " " + what);
    }
}
