package dev.gleaner.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.simulator.CachedPrefix.Joined;
import dev.gleaner.simulator.GoogleErrors.Violation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The bytes of a request to {@link GenerateRequest}, refusing what Gemini refuses. Not thread-safe.
 */
final class RequestDecoder {

    /** Input limit of all current models. */
    private static final int MOST_PROMPT_TOKENS = 1_048_576;

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final PlanDecoder plans;

    private final CachedPrefix cached;

    RequestDecoder(double maxSchemaStates, CachedPrefix cached) {
        this.plans = new PlanDecoder(maxSchemaStates);
        this.cached = cached;
    }

    GenerateRequest generate(ModelCall call, byte[] body) throws RejectedRequestException {
        String model = call.model();
        Joined joined = cached.join(call, tree(body));
        JsonNode root = joined.root();
        JsonNode contents = root.path("contents");
        JsonNode system = Json.get(root, "systemInstruction");
        checkContents(contents, system, call.dialect());
        AnswerPlan plan = plans.decode(model, call.dialect(), configuration(root));
        Turns turns = TurnsReader.read(contents, system);
        if (turns.rounds() > 0 || !turns.responses().isEmpty()) {
            CallRules.check(contents, model, turns, plan.signatures());
        }
        if (plan.tools().urlContext()) {
            UrlRead.checkNumber(turns.prompt().text());
        }
        TokenCounts tokens = turns.tokens().plus(joined.tokens());
        if (tokens.total() > MOST_PROMPT_TOKENS) {
            throw invalid(
                    "The input token count (%d) exceeds the maximum number of tokens allowed (%d)."
                            .formatted(tokens.total(), MOST_PROMPT_TOKENS));
        }
        long id = StableHash.with(StableHash.of(body), model.hashCode());
        return new GenerateRequest(model, id, turns, tokens, joined.tokens(), plan);
    }

    /**
     * What a countTokens request counts.
     *
     * @param total tokens of the prompt
     * @param cached of these, cached
     */
    record Count(TokenCounts total, TokenCounts cached) {}

    /** Prompt tokens of a countTokens request. */
    Count count(ModelCall call, byte[] body) throws RejectedRequestException {
        JsonNode root = tree(body);
        List<Violation> found = new ArrayList<>();
        RequestShape.check(root, "CountRequest", "", call.dialect(), found);
        refuse(found);
        JsonNode inner = Json.get(root, "generateContentRequest");
        Joined joined = cached.join(call, inner.isObject() ? inner : root);
        JsonNode request = joined.root();
        JsonNode contents = request.path("contents");
        JsonNode system = Json.get(request, "systemInstruction");
        checkContents(contents, system, call.dialect());
        TokenCounts tokens = TurnsReader.read(contents, system).tokens();
        return new Count(tokens.plus(joined.tokens()), joined.tokens());
    }

    static JsonNode tree(byte[] body) throws RejectedRequestException {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw invalid("Invalid JSON payload received. " + e.getOriginalMessage());
        } catch (IOException e) {
            throw invalid("Invalid JSON payload received. Parser terminated before end of string");
        }
        if (!root.isObject()) {
            throw invalid("Invalid JSON payload received. Unexpected token.");
        }
        return root;
    }

    /** The request without what differs from record to record. */
    private static ObjectNode configuration(JsonNode root) {
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            switch (entry.getKey()) {
                case "contents", "systemInstruction", "system_instruction" -> {}
                default -> rest.set(entry.getKey(), entry.getValue());
            }
        }
        return rest;
    }

    static void checkContents(JsonNode contents, JsonNode system, Dialect dialect)
            throws RejectedRequestException {
        if (contents.isEmpty()) {
            throw invalid("* GenerateContentRequest.contents: contents is not specified");
        }
        List<Violation> found = new ArrayList<>();
        int i = 0;
        for (JsonNode content : contents.isArray() ? contents : List.of(contents)) {
            RequestShape.check(content, "Content", "contents[" + i++ + "]", dialect, found);
        }
        RequestShape.check(system, "Content", "system_instruction", dialect, found);
        refuse(found);
        i = 0;
        for (JsonNode content : contents.isArray() ? contents : List.of(contents)) {
            checkTurn(content, i++);
        }
    }

    private static void checkTurn(JsonNode content, int index) throws RejectedRequestException {
        switch (content.path("role").asText("user")) {
            case "user", "model", "function" -> {}
            default -> throw invalid("Please use a valid role: user, model.");
        }
        if (content.path("parts").isEmpty()) {
            throw invalid(
                    "* GenerateContentRequest.contents["
                            + index
                            + "].parts: contents.parts must not be empty.");
        }
    }

    private static void refuse(List<Violation> found) throws RejectedRequestException {
        if (!found.isEmpty()) {
            throw new RejectedRequestException(GoogleErrors.badFields(found));
        }
    }

    private static RejectedRequestException invalid(String message) {
        return new RejectedRequestException(GoogleErrors.invalid(message));
    }
}
