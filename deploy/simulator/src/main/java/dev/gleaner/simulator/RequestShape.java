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
 * snake_case. One use.
 */
final class RequestShape {

    /**
     * One line per message: {@code name} is a scalar or any JSON, {@code name=Message} a message;
     * {@code *} marks a list, {@code %} a map, {@code ?} any JSON, lists included. Before the name,
     * {@code vx:} and {@code gl:} mark what only Vertex AI or only the Gemini API has.
     */
    private static final String MESSAGES =
            """
            Request model contents*=Content systemInstruction=Content tools*=Tool toolConfig=ToolConfig \
             safetySettings*=SafetySetting generationConfig=GenerationConfig cachedContent gl:serviceTier vx:labels? \
             vx:modelArmorConfig=ModelArmorConfig
            CountRequest model contents*=Content generateContentRequest=Request systemInstruction=Content tools*=Tool \
             generationConfig=GenerationConfig
            CachedContent name model displayName contents*=Content systemInstruction=Content tools*=Tool \
             toolConfig=ToolConfig ttl expireTime createTime updateTime usageMetadata? vx:encryptionSpec?
            Content role parts*=Part
            Part text inlineData=Blob fileData=FileData functionCall=FunctionCall functionResponse=FunctionResponse \
             executableCode? codeExecutionResult? toolCall? toolResponse? audioTranscription? thought thoughtSignature \
             videoMetadata? mediaResolution? partMetadata?
            Blob mimeType data vx:displayName
            FileData mimeType fileUri vx:displayName
            FunctionCall id name args? vx:partialArgs? vx:willContinue
            FunctionResponse id name response? parts? willContinue scheduling
            Tool functionDeclarations*=FunctionDeclaration googleSearch=GoogleSearch googleSearchRetrieval? \
             codeExecution? urlContext? googleMaps? computerUse? gl:fileSearch? gl:mcpServers? vx:retrieval? \
             vx:enterpriseWebSearch? vx:parallelAiSearch? vx:exaAiSearch?
            GoogleSearch gl:timeRangeFilter? searchTypes? vx:excludeDomains* vx:blockingConfidence
            FunctionDeclaration name description parameters=Schema parametersJsonSchema? response=Schema \
             responseJsonSchema? behavior
            ToolConfig functionCallingConfig=FunctionCallingConfig retrievalConfig=RetrievalConfig \
             gl:includeServerSideToolInvocations
            FunctionCallingConfig mode allowedFunctionNames* vx:streamFunctionCallArguments
            RetrievalConfig latLng=LatLng languageCode
            LatLng latitude longitude
            SafetySetting category threshold vx:method
            ModelArmorConfig promptTemplateName responseTemplateName
            GenerationConfig candidateCount stopSequences* maxOutputTokens temperature topP topK seed presencePenalty \
             frequencyPenalty responseLogprobs logprobs responseMimeType responseSchema=Schema responseJsonSchema? \
             responseFormat? responseModalities* mediaResolution thinkingConfig=ThinkingConfig speechConfig? \
             imageConfig=ImageConfig gl:enableEnhancedCivicAnswers audioTranscriptionConfig? gl:translationConfig? \
             vx:routingConfig? vx:modelSelectionConfig? vx:audioTimestamp
            ImageConfig aspectRatio imageSize vx:personGeneration vx:imageOutputOptions?
            ThinkingConfig includeThoughts thinkingBudget thinkingLevel
            Schema type format title description nullable enum* items=Schema minItems maxItems properties%=Schema \
             required* minProperties maxProperties minimum maximum minLength maxLength pattern example? anyOf*=Schema \
             propertyOrdering* default? vx:additionalProperties? vx:ref vx:defs%=Schema
            """;

    private enum Kind {
        ONE,
        LIST,
        MAP,
        ANY
    }

    private record Field(String snakeName, Kind kind, @Nullable String message) {}

    private static final Map<String, Map<String, Field>> GEMINI_API = read("vx:", "gl:");
    private static final Map<String, Map<String, Field>> VERTEX = read("gl:", "vx:");

    private final Map<String, Map<String, Field>> shapes;
    private final List<Violation> found;

    private RequestShape(Map<String, Map<String, Field>> shapes, List<Violation> found) {
        this.shapes = shapes;
        this.found = found;
    }

    private static Map<String, Map<String, Field>> read(String without, String with) {
        Map<String, Map<String, Field>> shapes = new HashMap<>();
        for (String line : MESSAGES.lines().toList()) {
            List<String> words = List.of(line.trim().split("\\s+"));
            Map<String, Field> fields = new HashMap<>();
            for (String word : words.subList(1, words.size())) {
                if (!word.startsWith(without)) {
                    addField(fields, word.startsWith(with) ? word.substring(with.length()) : word);
                }
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
    static void check(
            JsonNode node, String message, String path, Dialect dialect, List<Violation> found) {
        new RequestShape(dialect == Dialect.VERTEX ? VERTEX : GEMINI_API, found)
                .check(node, message, path);
    }

    private void check(JsonNode node, String message, String path) {
        if (!node.isObject()) {
            return;
        }
        Map<String, Field> fields = shapes.getOrDefault(message, Map.of());
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
                checkField(entry.getValue(), field, field.message(), path);
            }
        }
    }

    private void checkField(JsonNode value, Field field, String message, String path) {
        String here = path.isEmpty() ? field.snakeName() : path + "." + field.snakeName();
        int i = 0;
        if (field.kind() == Kind.MAP) {
            for (JsonNode child : value) {
                check(child, message, here + "[" + i++ + "].value");
            }
        } else if (value.isArray()) {
            for (JsonNode child : value) {
                check(child, message, here + "[" + i++ + "]");
            }
        } else if (value.isValueNode() && !value.isNull()) {
            found.add(ScalarRules.invalid(here, ScalarRules.TYPES + message, value));
        } else {
            check(value, message, here);
        }
    }

    private static Violation unknown(String name, String path, String why) {
        String at = path.isEmpty() ? "" : " at '" + path + "'";
        return new Violation(
                path,
                "Invalid JSON payload received. Unknown name \"" + name + "\"" + at + ": " + why);
    }
}
