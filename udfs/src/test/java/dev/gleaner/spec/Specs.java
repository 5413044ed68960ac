package dev.gleaner.spec;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** Specs for tests. */
final class Specs {
    static final Path FOLDER = Path.of("src/test/resources/dev/gleaner/spec");

    private Specs() {}

    static String read(String name) {
        try {
            return Files.readString(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The smallest valid spec with one piece of its text replaced. */
    static String minimal(String text, String replacement) {
        String minimal = read("minimal.yaml");
        if (!minimal.contains(text)) {
            throw new IllegalArgumentException("not in minimal.yaml: " + text);
        }
        return minimal.replace(text, replacement);
    }

    static JobSpec parse(String yaml, Map<String, String> environment) throws SpecException {
        return SpecLoader.parse(yaml, FOLDER, environment::get);
    }

    /** The whole message with which a spec is refused. */
    static String refusal(String yaml, Map<String, String> environment) {
        SpecException refusal =
                catchThrowableOfType(SpecException.class, () -> parse(yaml, environment));
        return String.valueOf(Objects.requireNonNull(refusal, "accepted").getMessage());
    }

    static String refusal(String yaml) {
        return refusal(yaml, Map.of());
    }
}
