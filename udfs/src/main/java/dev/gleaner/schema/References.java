package dev.gleaner.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a {@code $ref} means inside one document; fetches nothing. What contains itself is
 * defined once and referred to, where that is allowed. Not thread-safe.
 */
final class References {
    /** Where the definitions are, as a reference says it. */
    static final String DEFINITIONS = "#/$defs/";

    /**
     * A place in the document.
     *
     * @param again what refers to it, if it need not be read; null if it must
     */
    record Target(String pointer, JsonNode schema, @Nullable String again) {}

    /** A target that is being read, and the place of the reference to it. */
    private record Open(String target, String from) {}

    private final JsonNode document;
    private final Problems problems;
    private final boolean mayRecur;
    private final List<Open> open = new ArrayList<>(List.of(new Open("", "")));
    private final Map<String, String> names = new HashMap<>();
    private final ObjectNode definitions = JsonNodeFactory.instance.objectNode();

    References(JsonNode document, Problems problems, boolean mayRecur) {
        this.document = document;
        this.problems = problems;
        this.mayRecur = mayRecur;
    }

    /** What contains itself, by its name; without the root. */
    ObjectNode definitions() {
        return definitions;
    }

    boolean isRecursive() {
        return !names.isEmpty();
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
        String path;
        JsonNode schema;
        try {
            path = URLDecoder.decode(ref.substring(1).replace("+", "%2B"), UTF_8);
            schema = document.at(JsonPointer.compile(path));
        } catch (IllegalArgumentException e) {
            problems.add(at, "'" + ref + "' is no JSON pointer", "write it like #/$defs/Name");
            return Optional.empty();
        }
        if (schema.isMissingNode()) {
            problems.add(at, "'" + ref + "' leads nowhere", "define it or correct the name");
            return Optional.empty();
        }
        int begun = indexOf(path);
        if (begun >= 0) {
            return refuses(ref, begun, pointer)
                    ? Optional.empty()
                    : Optional.of(new Target(path, schema, name(path)));
        }
        if (names.containsKey(path)) {
            return Optional.of(new Target(path, schema, name(path)));
        }
        open.add(new Open(path, pointer));
        return Optional.of(new Target(path, schema, null));
    }

    /**
     * Leaves a target.
     *
     * @return what is to stand in the place of the reference
     */
    JsonNode leave(Target target, JsonNode read) {
        open.remove(open.size() - 1);
        if (!names.containsKey(target.pointer())) {
            return read;
        }
        String name = name(target.pointer());
        definitions.set(name.substring(DEFINITIONS.length()), read);
        return to(name);
    }

    static ObjectNode to(String ref) {
        return JsonNodeFactory.instance.objectNode().put("$ref", ref);
    }

    private int indexOf(String path) {
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).target().equals(path)) {
                return i;
            }
        }
        return -1;
    }

    private boolean refuses(String ref, int begun, String pointer) {
        if (mayRecur && mayEnd(begun, pointer)) {
            return false;
        }
        problems.add(
                Problems.child(pointer, "$ref"),
                "'"
                        + ref
                        + "' contains itself and Gemini takes no endless schema"
                        + (mayRecur ? " but below a property that is not required" : ""),
                "write out as many levels as are needed");
        return true;
    }

    /** Returns whether the way from an open target to a place may be cut by leaving a property. */
    private boolean mayEnd(int begun, String pointer) {
        for (int i = begun; i < open.size(); i++) {
            String end = i + 1 < open.size() ? open.get(i + 1).from() : pointer;
            if (hasOptionalProperty(open.get(i).target(), end)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasOptionalProperty(String start, String end) {
        JsonNode schema = document.at(start);
        JsonPointer way = JsonPointer.compile(end.substring(start.length()));
        while (!way.matches()) {
            String step = way.getMatchingProperty();
            JsonNode below =
                    schema.isArray() ? schema.path(way.getMatchingIndex()) : schema.path(step);
            way = way.tail();
            if (step.equals("properties") && below.isObject() && !way.matches()) {
                String property = way.getMatchingProperty();
                if (!Types.names(schema.path("required")).contains(property)) {
                    return true;
                }
                below = below.path(property);
                way = way.tail();
            }
            schema = below;
        }
        return false;
    }

    private String name(String path) {
        return names.computeIfAbsent(path, this::newName);
    }

    /** The root is where it is; all else is called as it was, if nothing else is. */
    private String newName(String path) {
        if (path.isEmpty()) {
            return "#";
        }
        String own = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^\\w.-]", "_");
        Set<String> taken = new HashSet<>(names.values());
        String name = DEFINITIONS + own;
        for (int i = 2; taken.contains(name); i++) {
            name = DEFINITIONS + own + "_" + i;
        }
        return name;
    }
}
