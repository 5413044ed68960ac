package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.simulator.GoogleErrors.Violation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which fields a request may have, message by message, and the check that finds the others.
 * Google's parser knows both spellings of a field, camelCase and snake_case, and names paths in
 * snake_case. Stateless.
 */
final class RequestShape {

    /**
     * One line per message: {@code name} is a scalar or any JSON, {@code name=Message} a message;
     * {@code *} marks a list, {@code %} a map, {@code ?} any JSON, lists included.
     */
    private static final String MESSAGES =
            """
            Request model contents*=Content systemInstruction=Content tools*=Tool toolConfig=ToolConfig \
             safetySettings*=SafetySetting generationConfig=GenerationConfig cachedContent serviceTier labels? \
             modelArmorConfig?
            CountRequest model contents*=Content generateContentRequest=Request systemInstruction=Content tools*=Tool \
             generationConfig=GenerationConfig
            Content role parts*=Part
            Part text inlineData? fileData? functionCall? functionResponse? executableCode? codeExecutionResult? \
             toolCall? toolResponse? audioTranscription? thought thoughtSignature videoMetadata? mediaResolution? \
             partMetadata?
            Tool functionDeclarations*=FunctionDeclaration googleSearch? googleSearchRetrieval? codeExecution? \
             urlContext? googleMaps? computerUse? fileSearch? mcpServers? retrieval? enterpriseWebSearch? \
             parallelAiSearch? exaAiSearch?
            FunctionDeclaration name description parameters=Schema parametersJsonSchema? response=Schema \
             responseJsonSchema? behavior
            ToolConfig functionCallingConfig? retrievalConfig? includeServerSideToolInvocations
            SafetySetting category threshold method
            GenerationConfig candidateCount stopSequences* maxOutputTokens temperature topP topK seed presencePenalty \
             frequencyPenalty responseLogprobs logprobs responseMimeType responseSchema=Schema responseJsonSchema? \
             responseFormat? responseModalities* mediaResolution thinkingConfig=ThinkingConfig speechConfig? \
             imageConfig? enableEnhancedCivicAnswers audioTranscriptionConfig? translationConfig? routingConfig? \
             modelSelectionConfig? audioTimestamp
            ThinkingConfig includeThoughts thinkingBudget thinkingLevel
            Schema type format title description nullable enum* items=Schema minItems maxItems properties%=Schema \
             required* minProperties maxProperties minimum maximum minLength maxLength pattern example? anyOf*=Schema \
             propertyOrdering* default?
            """;

    private enum Kind {
        ONE,
        LIST,
        MAP,
        ANY
    }

    private record Field(String snakeName, Kind kind, @Nullable String message) {}

    private static final Map<String, Map<String, Field>> SHAPES = read();

    private RequestShape() {}

    private static Map<String, Map<String, Field>> read() {
        Map<String, Map<String, Field>> shapes = new HashMap<>();
        for (String line : MESSAGES.lines().toList()) {
            List<String> words = List.of(line.trim().split("\\s+"));
            Map<String, Field> fields = new HashMap<>();
            for (String word : words.subList(1, words.size())) {
                addField(fields, word);
            }
            shapes.put(words.get(0), Map.copyOf(fields));
        }
        return Map.copyOf(shapes);
    }

    private static void addField(Map<String, Field> fields, String word) {
        int equals = word.indexOf('=');
        String message = equals < 0 ? null : word.substring(equals + 1);
        String marked = equals < 0 ? word : word.substring(0, equals);
        Kind kind =
                switch (marked.charAt(marked.length() - 1)) {
                    case '*' -> Kind.LIST;
                    case '%' -> Kind.MAP;
                    case '?' -> Kind.ANY;
                    default -> Kind.ONE;
                };
        String name = kind == Kind.ONE ? marked : marked.substring(0, marked.length() - 1);
        Field field = new Field(Json.snake(name), kind, message);
        fields.put(name, field);
        fields.put(field.snakeName(), field);
    }

    /** Adds what is wrong below a node of this message; the path is empty for the whole request. */
    static void check(JsonNode node, String message, String path, List<Violation> found) {
        if (!node.isObject()) {
            return;
        }
        Map<String, Field> fields = SHAPES.getOrDefault(message, Map.of());
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            Field field = fields.get(entry.getKey());
            if (field == null) {
                found.add(unknown(entry.getKey(), path, "Cannot find field."));
            } else if (field.kind() == Kind.ONE && entry.getValue().isArray()) {
                found.add(
                        unknown(
                                entry.getKey(),
                                path,
                                "Proto field is not repeating, cannot start list."));
            } else if (field.message() != null) {
                checkField(entry.getValue(), field, field.message(), path, found);
            }
        }
    }

    private static void checkField(
            JsonNode value, Field field, String message, String path, List<Violation> found) {
        String here = path.isEmpty() ? field.snakeName() : path + "." + field.snakeName();
        int i = 0;
        if (field.kind() == Kind.MAP) {
            for (JsonNode child : value) {
                check(child, message, here + "[" + i++ + "].value", found);
            }
        } else if (value.isArray()) {
            for (JsonNode child : value) {
                check(child, message, here + "[" + i++ + "]", found);
            }
        } else {
            check(value, message, here, found);
        }
    }

    private static Violation unknown(String name, String path, String why) {
        String at = path.isEmpty() ? "" : " at '" + path + "'";
        return new Violation(
                path,
                "Invalid JSON payload received. Unknown name \"" + name + "\"" + at + ": " + why);
    }
}
