package dev.gleaner.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the model is told of a function.
 *
 * @param name as it calls it
 * @param description when to call it, and what it returns
 * @param parameters a JSON Schema of type object
 */
record FunctionDeclaration(String name, String description, JsonNode parameters) {
    // FunctionDeclaration.name in Google's proto.
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:-]{0,63}");

    /**
     * Returns a tool's declaration.
     *
     * @throws IllegalArgumentException if the endpoint would refuse it
     */
    static FunctionDeclaration of(EnrichmentTool tool) {
        // Written by others, who may not mind what is not null.
        @Nullable String name = tool.name();
        @Nullable String description = tool.description();
        @Nullable JsonNode parameters = tool.parameters();
        check(
                name != null && NAME.matcher(name).matches(),
                name,
                "must be named with letters, digits, '_', '.', ':' or '-', at most 64, the first a"
                        + " letter or '_'");
        check(description != null && !description.isBlank(), name, "has no description");
        check(
                parameters instanceof ObjectNode && isObject(parameters.path("type")),
                name,
                "must have parameters that are a JSON Schema of \"type\": \"object\"");
        return new FunctionDeclaration(name, description, parameters);
    }

    /** Returns a FunctionDeclaration of the Gemini API. */
    String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name).put("description", description);
        // The API takes no object without properties.
        if (!parameters.path("properties").isEmpty()) {
            json.set("parametersJsonSchema", parameters);
        }
        return json.toString();
    }

    private static boolean isObject(JsonNode type) {
        return type.asText().toLowerCase(Locale.ROOT).equals("object");
    }

    private static void check(boolean valid, @Nullable String name, String rule) {
        if (!valid) {
            throw new IllegalArgumentException("tools.functions: '" + name + "' " + rule);
        }
    }
}
