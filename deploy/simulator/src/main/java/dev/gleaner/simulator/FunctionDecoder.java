package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.simulator.GoogleErrors.Violation;
import dev.gleaner.simulator.ToolPlan.Calls;
import dev.gleaner.simulator.ToolPlan.Function;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The declared functions and the mode in which they are called. One use per request. */
final class FunctionDecoder {

    private static final int MOST_DECLARATIONS = 512;
    private static final Set<String> MODES =
            Set.of("MODE_UNSPECIFIED", "AUTO", "ANY", "NONE", "VALIDATED");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.:-]*");

    private final ModelTraits model;
    private final List<JsonNode> tools;
    private final JsonNode config;
    private final Set<String> allowed;

    FunctionDecoder(ModelTraits model, List<JsonNode> tools, JsonNode toolConfig) {
        this.model = model;
        this.tools = tools;
        this.config = Json.get(toolConfig, "functionCallingConfig");
        this.allowed = new HashSet<>();
        Json.get(config, "allowedFunctionNames").forEach(name -> allowed.add(name.asText()));
    }

    /** Adds what the parser refuses: types and modes that are in no list. */
    static void checkTypes(JsonNode configuration, List<Violation> found) {
        ScalarRules.enumName(
                Json.get(Json.get(configuration, "toolConfig"), "functionCallingConfig"),
                "mode",
                "tool_config.function_calling_config",
                "FunctionCallingConfig.Mode",
                MODES,
                found);
        int tool = 0;
        for (JsonNode each : configuration.path("tools")) {
            int i = 0;
            for (JsonNode declaration : Json.get(each, "functionDeclarations")) {
                String path = "tools[%d].function_declarations[%d].parameters";
                SchemaRules.checkTypes(
                        declaration.path("parameters"), path.formatted(tool, i++), found);
            }
            tool++;
        }
    }

    boolean any() {
        return tools.stream().anyMatch(tool -> !Json.get(tool, "functionDeclarations").isEmpty());
    }

    /** The functions that may be called, in their order. */
    List<Function> decode() throws RejectedRequestException {
        List<Function> functions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int tool = 0;
        for (JsonNode each : tools) {
            int i = 0;
            for (JsonNode declaration : Json.get(each, "functionDeclarations")) {
                String path =
                        "GenerateContentRequest.tools[%d].function_declarations[%d]"
                                .formatted(tool, i++);
                Function function = function(declaration, path);
                if (!names.add(function.name())) {
                    throw invalid("Duplicate function declaration found: " + function.name());
                }
                functions.add(function);
            }
            tool++;
        }
        if (functions.size() > MOST_DECLARATIONS) {
            throw invalid("At most " + MOST_DECLARATIONS + " function declarations are supported.");
        }
        checkAllowed(names);
        functions.removeIf(function -> !allowed.isEmpty() && !allowed.contains(function.name()));
        return List.copyOf(functions);
    }

    Calls calls(boolean json) throws RejectedRequestException {
        String mode = Json.upper(Json.get(config, "mode"));
        boolean forced = mode.equals("ANY") || mode.equals("VALIDATED");
        if (forced && !any()) {
            throw invalid("Function calling config is set without function_declarations.");
        }
        if (!allowed.isEmpty() && !forced) {
            throw invalid(
                    "* GenerateContentRequest.tool_config.function_calling_config.allowed_function_names:"
                        + " may only be set if the mode is ANY or VALIDATED.\n");
        }
        if (!any()) {
            return Calls.NEVER;
        }
        return switch (mode) {
            case "ANY" -> Calls.FIRST_ALWAYS;
            case "NONE" -> Calls.NEVER;
            case "VALIDATED" -> json ? Calls.EACH_ONCE : Calls.FIRST_ONCE;
            default -> Calls.EACH_ONCE;
        };
    }

    private void checkAllowed(Set<String> names) throws RejectedRequestException {
        for (String name : allowed) {
            if (!names.contains(name)) {
                throw invalid(
                        "Function calling config allows the function `"
                                + name
                                + "`, which is not declared.");
            }
        }
    }

    private Function function(JsonNode declaration, String path) throws RejectedRequestException {
        String name = declaration.path("name").asText("");
        int longest = model.toolsWithJson() ? 128 : 64;
        if (!NAME.matcher(name).matches() || name.length() > longest) {
            throw invalid(
                    "* %s.name: Invalid function name. Must start with a letter or an underscore. Must be alphanumeric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of %d.\n"
                            .formatted(path, longest));
        }
        return new Function(name, parameters(declaration, path));
    }

    private static @Nullable Schema parameters(JsonNode declaration, String path)
            throws RejectedRequestException {
        JsonNode openApi = declaration.path("parameters");
        JsonNode jsonSchema = Json.get(declaration, "parametersJsonSchema");
        if (openApi.isObject() && jsonSchema.isObject()) {
            throw invalid(
                    "* "
                            + path
                            + ": only one of parameters and parameters_json_schema may be set.\n");
        }
        JsonNode written = openApi.isObject() ? openApi : jsonSchema;
        if (!written.isObject()) {
            return null;
        }
        StringBuilder found = new StringBuilder();
        if (openApi.isObject()) {
            SchemaRules.checkMeaning(openApi, path + ".parameters", found);
        } else {
            JsonSchemaRules.check(jsonSchema, path + ".parameters_json_schema", found);
        }
        if (found.isEmpty() && !Json.upper(written.path("type")).equals("OBJECT")) {
            found.append("* ").append(path).append(".parameters: schema should be of type OBJECT");
        }
        if (!found.isEmpty()) {
            throw invalid(found.append('\n').toString());
        }
        return SchemaDecoder.decode(written);
    }

    private static RejectedRequestException invalid(String message) {
        return new RejectedRequestException(GoogleErrors.invalid(message));
    }
}
