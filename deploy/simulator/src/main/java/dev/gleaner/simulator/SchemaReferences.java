package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Where {@code $ref} leads inside one schema: a pointer, an anchor or the schema's id. */
final class SchemaReferences {

    private SchemaReferences() {}

    /** The schema that is meant, a missing node if there is none. */
    static JsonNode target(JsonNode root, String reference) {
        String id = root.path("$id").asText("");
        String inside =
                !id.isEmpty() && reference.startsWith(id)
                        ? reference.substring(id.length())
                        : reference;
        if (inside.isEmpty() || inside.equals("#")) {
            return root;
        }
        if (inside.startsWith("#/")) {
            return root.at(inside.substring(1));
        }
        return inside.startsWith("#")
                ? anchor(root, inside.substring(1))
                : MissingNode.getInstance();
    }

    private static JsonNode anchor(JsonNode node, String name) {
        if (node.path("$anchor").asText("").equals(name)) {
            return node;
        }
        for (JsonNode child : node) {
            JsonNode found = anchor(child, name);
            if (!found.isMissingNode()) {
                return found;
            }
        }
        return MissingNode.getInstance();
    }
}
