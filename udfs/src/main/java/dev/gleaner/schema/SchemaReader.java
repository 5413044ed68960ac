package dev.gleaner.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * Reads either dialect into plain JSON Schema 2020-12 without references, but to what contains
 * itself: the form that the answer is checked against and that the wire form is made from. Not
 * thread-safe; one document each.
 */
final class SchemaReader {

    /** References copied into references multiply; nothing that Gemini serves comes near this. */
    private static final int MAX_SCHEMAS = 5_000;

    private static final Set<String> ANNOTATIONS = Set.of("title", "description");

    private final JsonNode document;
    private final Problems problems;
    private final References references;
    private int schemas;

    /**
     * @param mayRecur whether a schema may contain itself
     */
    SchemaReader(JsonNode document, Problems problems, boolean mayRecur) {
        this.document = document;
        this.problems = problems;
        this.references = new References(document, problems, mayRecur);
    }

    /** Returns the whole document, with {@code $defs} only if something contains itself. */
    JsonNode read() {
        JsonNode read = read(document, "");
        ObjectNode definitions = references.definitions();
        if (definitions.isEmpty() || !(read instanceof ObjectNode root)) {
            return read;
        }
        ObjectNode whole = root;
        if (root.has("$ref")) { // that a root may be a reference is said nowhere
            String name = root.remove("$ref").asText().substring(References.DEFINITIONS.length());
            whole = definitions.get(name).deepCopy();
            whole.setAll(root);
        }
        return whole.set("$defs", definitions);
    }

    /** Returns whether what has been read contains itself somewhere. */
    boolean isRecursive() {
        return references.isRecursive();
    }

    /** Returns an object, or a boolean where the source has one. */
    private JsonNode read(JsonNode source, String pointer) {
        if (source.isBoolean()) {
            return source;
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (!source.isObject()) {
            problems.add(pointer, "is no schema", "write an object such as {\"type\": \"string\"}");
            return result;
        }
        if (++schemas > MAX_SCHEMAS) {
            problems.add("", "more than " + MAX_SCHEMAS + " schemas in it", "make it smaller");
            return result;
        }
        if (pointer.isEmpty() && isWrapper(source)) {
            return result;
        }
        for (Map.Entry<String, JsonNode> field : source.properties()) {
            readKeyword(field.getKey(), field.getValue(), pointer, result);
        }
        JsonNode whole =
                source.path("$ref").isTextual()
                        ? follow(source.get("$ref").textValue(), result, pointer)
                        : result;
        return whole instanceof ObjectNode object
                ? Dialect.modernize(object, pointer, problems)
                : whole;
    }

    /** Notes that a document is what OpenAI takes a schema in, and where in it the schema is. */
    private boolean isWrapper(JsonNode source) {
        String place =
                source.path("json_schema").isObject()
                        ? "/json_schema/schema"
                        : source.has("name") && source.path("schema").isObject() ? "/schema" : "";
        if (place.isEmpty()) {
            return false;
        }
        problems.add(
                "",
                "is OpenAI's response_format, not the schema itself",
                "take what is under " + place);
        return true;
    }

    private void readKeyword(String name, JsonNode value, String pointer, ObjectNode result) {
        Shape shape = Shape.of(name);
        String at = Problems.child(pointer, name);
        if (shape == null) {
            problems.add(at, "unknown keyword", "correct its name or remove it");
        } else if (!shape.fits(value)) {
            problems.add(at, "has a value of the wrong kind", "write " + shape.demand());
        } else if (shape != Shape.DROPPED && !name.equals("$ref")) {
            result.set(name, convert(shape, value, at));
        }
    }

    private JsonNode convert(Shape shape, JsonNode value, String pointer) {
        return switch (shape) {
            case SCHEMA -> read(value, pointer);
            case SCHEMAS -> readList(value, pointer);
            case ITEMS -> value.isArray() ? readList(value, pointer) : read(value, pointer);
            case SCHEMA_MAP -> readMap(value, pointer);
            case DEPENDENCIES -> readDependencies(value, pointer);
            case COUNT -> JsonNodeFactory.instance.numberNode(value.asLong());
            default -> value;
        };
    }

    private ArrayNode readList(JsonNode list, String pointer) {
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < list.size(); i++) {
            result.add(read(list.get(i), Problems.child(pointer, i)));
        }
        return result;
    }

    private ObjectNode readMap(JsonNode map, String pointer) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            String at = Problems.child(pointer, entry.getKey());
            if (pointer.endsWith("/patternProperties")
                    && !Shape.REGEX.fits(JsonNodeFactory.instance.textNode(entry.getKey()))) {
                problems.add(at, "is named wrongly", "name it by " + Shape.REGEX.demand());
            } else {
                result.set(entry.getKey(), read(entry.getValue(), at));
            }
        }
        return result;
    }

    private ObjectNode readDependencies(JsonNode map, String pointer) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            String at = Problems.child(pointer, entry.getKey());
            boolean names = Shape.NAMES.fits(entry.getValue());
            if (!names && pointer.endsWith("/dependentRequired")) {
                problems.add(at, "has a value of the wrong kind", "write a list of names");
            } else {
                result.set(entry.getKey(), names ? entry.getValue() : read(entry.getValue(), at));
            }
        }
        return result;
    }

    /**
     * What stands beside a reference holds as well, as in 2020-12; its texts replace the target's.
     */
    private JsonNode follow(String ref, ObjectNode beside, String pointer) {
        return references
                .enter(ref, pointer)
                .map(target -> combine(read(target), beside))
                .orElse(beside);
    }

    private JsonNode read(References.Target target) {
        return target.again() == null
                ? references.leave(target, read(target.schema(), target.pointer()))
                : References.to(target.again());
    }

    private static JsonNode combine(JsonNode target, ObjectNode beside) {
        if (beside.isEmpty()) {
            return target;
        }
        boolean onlyTexts =
                beside.properties().stream().allMatch(e -> ANNOTATIONS.contains(e.getKey()));
        if (onlyTexts && target instanceof ObjectNode object) {
            return object.setAll(beside);
        }
        ArrayNode all = beside.withArray("allOf");
        all.add(target);
        return beside;
    }
}
