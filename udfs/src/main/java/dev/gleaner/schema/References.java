package dev.gleaner.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Finds what a {@code $ref} means inside one document; fetches nothing. Not thread-safe. */
final class References {

    /** A place in the document. */
    record Target(String pointer, JsonNode schema) {}

    private final JsonNode document;
    private final Problems problems;
    private final Set<String> open = new LinkedHashSet<>();

    References(JsonNode document, Problems problems) {
        this.document = document;
        this.problems = problems;
    }

    /**
     * Enters a reference; {@link #leave} it when its target has been read.
     *
     * @return the target, or nothing if that was a problem, which is then noted
     */
    Optional<Target> enter(String ref, String pointer) {
        String at = Problems.child(pointer, "$ref");
        if (!ref.startsWith("#")) {
            problems.add(at, "'" + ref + "' is outside of this schema", "copy it into $defs");
            return Optional.empty();
        }
        Target target;
        try {
            String path = URLDecoder.decode(ref.substring(1).replace("+", "%2B"), UTF_8);
            target = new Target(path, document.at(JsonPointer.compile(path)));
        } catch (IllegalArgumentException e) {
            problems.add(at, "'" + ref + "' is no JSON pointer", "write it like #/$defs/Name");
            return Optional.empty();
        }
        if (target.schema().isMissingNode()) {
            problems.add(at, "'" + ref + "' leads nowhere", "define it or correct the name");
            return Optional.empty();
        }
        if (target.pointer().isEmpty() || !open.add(target.pointer())) {
            problems.add(
                    at,
                    "'" + ref + "' contains itself and Gemini takes no endless schema",
                    "write out as many levels as are needed");
            return Optional.empty();
        }
        return Optional.of(target);
    }

    void leave(Target target) {
        open.remove(target.pointer());
    }
}
