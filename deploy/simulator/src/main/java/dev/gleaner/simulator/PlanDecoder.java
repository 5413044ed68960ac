package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.simulator.AnswerPlan.Form;
import dev.gleaner.simulator.GoogleErrors.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks everything of a request but its contents. The same configuration comes with
 * every record, so the outcome is kept by its JSON. Not thread-safe.
 */
final class PlanDecoder {

    private static final int MOST_KEPT = 256;
    private static final String SCHEMA_PATH = "generation_config.response_schema";
    private static final String JSON_SCHEMA_PATH =
            "GenerateContentRequest.generation_config.response_json_schema";

    private record Key(String model, Dialect dialect, ObjectNode configuration) {}

    private final double maxSchemaStates;
    private final Map<Key, AnswerPlan> kept = new HashMap<>();

    PlanDecoder(double maxSchemaStates) {
        this.maxSchemaStates = maxSchemaStates;
    }

    AnswerPlan decode(String model, Dialect dialect, ObjectNode configuration)
            throws RejectedRequestException {
        Key key = new Key(model, dialect, configuration);
        AnswerPlan plan = kept.get(key);
        if (plan == null) {
            plan = read(ModelTraits.of(model), dialect, configuration);
            if (kept.size() >= MOST_KEPT) {
                kept.clear();
            }
            kept.put(key, plan);
        }
        return plan;
    }

    private AnswerPlan read(ModelTraits model, Dialect dialect, ObjectNode configuration)
            throws RejectedRequestException {
        JsonNode config = Json.get(configuration, "generationConfig");
        checkFields(configuration, dialect, config);
        ServiceRules.check(configuration);
        GenerationRules.checkRanges(config, model);
        Form form = form(config);
        ToolPlan tools = new ToolDecoder(model, dialect, configuration).decode(form);
        JsonNode thinking = Json.get(config, "thinkingConfig");
        boolean logprobs = Json.get(config, "responseLogprobs").asBoolean();
        return new AnswerPlan(
                form,
                schema(config, form),
                checkThinking(model, thinking),
                Json.get(thinking, "includeThoughts").asBoolean(),
                tools,
                ModalityRules.image(model, config, form),
                logprobs ? Json.get(config, "logprobs").asInt(0) : -1,
                SafetyRules.categories(Json.get(configuration, "safetySettings")),
                Json.list(Json.get(config, "stopSequences")).stream()
                        .map(JsonNode::asText)
                        .filter(sequence -> !sequence.isEmpty())
                        .toList(),
                Json.get(config, "maxOutputTokens").asInt(0),
                ServiceRules.tier(configuration),
                model.signsCalls());
    }

    private static void checkFields(ObjectNode configuration, Dialect dialect, JsonNode config)
            throws RejectedRequestException {
        List<Violation> found = new ArrayList<>();
        RequestShape.check(configuration, "Request", "", dialect, found);
        GenerationRules.checkTypes(config, found);
        SchemaRules.checkTypes(Json.get(config, "responseSchema"), SCHEMA_PATH, found);
        FunctionDecoder.checkTypes(configuration, found);
        SafetyRules.checkNames(Json.get(configuration, "safetySettings"), found);
        ServiceRules.checkTypes(configuration, found);
        if (!found.isEmpty()) {
            throw new RejectedRequestException(GoogleErrors.badFields(found));
        }
    }

    private static Form form(JsonNode config) throws RejectedRequestException {
        String mimeType = Json.get(config, "responseMimeType").asText("");
        return switch (mimeType) {
            case "", "text/plain" -> Form.TEXT;
            case "application/json" -> Form.JSON;
            case "text/x.enum" -> Form.ENUM;
            default ->
                    throw invalid(
                            "* GenerateContentRequest.generation_config.response_mime_type: allowed"
                                    + " mimetypes are `text/plain`, `application/json`,"
                                    + " `application/xml`, `application/yaml` and `text/x.enum`.");
        };
    }

    private static boolean checkThinking(ModelTraits model, JsonNode thinking)
            throws RejectedRequestException {
        if (!thinking.isObject() || thinking.isEmpty()) {
            return false;
        }
        JsonNode budget = Json.get(thinking, "thinkingBudget");
        JsonNode level = Json.get(thinking, "thinkingLevel");
        String refusal =
                model.refusesThinking(
                        budget.isMissingNode() ? null : Integer.valueOf(budget.asInt()),
                        level.isMissingNode() ? null : Json.upper(level));
        if (refusal != null) {
            throw invalid(refusal);
        }
        boolean thinks = budget.asInt(-1) != 0;
        if (!thinks && Json.get(thinking, "includeThoughts").asBoolean()) {
            throw invalid(
                    "Unable to submit request because thinking_config.include_thoughts is only"
                            + " enabled when thinking is enabled.");
        }
        return thinks;
    }

    private @Nullable Schema schema(JsonNode config, Form form) throws RejectedRequestException {
        JsonNode openApi = Json.get(config, "responseSchema");
        JsonNode jsonSchema = Json.get(config, "responseJsonSchema");
        boolean both = openApi.isObject() && jsonSchema.isObject();
        if (both) {
            throw invalid("Only one of response_schema and response_json_schema may be set.");
        }
        JsonNode written = openApi.isObject() ? openApi : jsonSchema;
        if (!written.isObject()) {
            return null;
        }
        if (form == Form.TEXT) {
            throw invalid(
                    "Response schema is only supported with a response mime type of"
                            + " application/json or text/x.enum");
        }
        StringBuilder found = new StringBuilder();
        if (openApi.isObject()) {
            SchemaRules.checkMeaning(openApi, "GenerateContentRequest." + SCHEMA_PATH, found);
        } else {
            JsonSchemaRules.check(jsonSchema, JSON_SCHEMA_PATH, found);
        }
        if (!found.isEmpty()) {
            throw invalid(found.toString());
        }
        Schema schema = SchemaDecoder.decode(written);
        if (schema != null && schema.states() > maxSchemaStates) {
            throw new RejectedRequestException(GoogleErrors.schemaTooComplex());
        }
        return schema;
    }

    private static RejectedRequestException invalid(String message) {
        return new RejectedRequestException(GoogleErrors.invalid(message));
    }
}
