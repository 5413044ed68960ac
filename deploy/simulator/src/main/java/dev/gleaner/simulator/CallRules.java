package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * That function calls and their responses come in pairs and, on models that sign their calls, come
 * back with the very signatures. Only calls after the last user turn are looked at for those, as
 * Gemini does. Stateless.
 */
final class CallRules {

    private static final String CALL_ORDER =
            "Please ensure that function call turn comes immediately after a user turn or after a"
                    + " function response turn.";
    private static final String RESPONSE_ORDER =
            "Please ensure that function response turn comes immediately after a function call"
                    + " turn.";
    private static final String NUMBER =
            "Please ensure that the number of function response parts is equal to the number of"
                    + " function call parts of the function call turn.";

    private CallRules() {}

    static void check(JsonNode contents, String model, Turns turns, boolean signed)
            throws RejectedRequestException {
        List<JsonNode> all = contents.isArray() ? Json.list(contents) : List.of(contents);
        int current = current(all);
        int round = 0;
        List<JsonNode> open = List.of();
        for (int i = 0; i < all.size(); i++) {
            List<JsonNode> calls = parts(all.get(i), "functionCall");
            List<JsonNode> responses = parts(all.get(i), "functionResponse");
            if (!responses.isEmpty() && open.isEmpty()) {
                throw invalid(RESPONSE_ORDER);
            }
            if (!match(open, responses)) {
                throw invalid(NUMBER);
            }
            if (!calls.isEmpty()) {
                if (i == 0 || isModel(all.get(i - 1)) || !isModel(all.get(i))) {
                    throw invalid(CALL_ORDER);
                }
                if (signed && i > current) {
                    checkSignature(
                            calls.get(0),
                            CallSignature.of(model, turns.prompt().hash(), round),
                            i + 1);
                }
                round++;
            }
            open = calls;
        }
        if (!open.isEmpty()) {
            throw invalid(NUMBER);
        }
    }

    /** The index of the last user turn that is more than function responses. */
    private static int current(List<JsonNode> contents) {
        for (int i = contents.size() - 1; i >= 0; i--) {
            JsonNode content = contents.get(i);
            boolean user = content.path("role").asText("user").equals("user");
            if (user && parts(content, "functionResponse").isEmpty()) {
                return i;
            }
        }
        return 0;
    }

    private static boolean match(List<JsonNode> calls, List<JsonNode> responses) {
        List<String> names = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (JsonNode call : calls) {
            names.add(Json.get(call, "functionCall").path("name").asText());
            ids.add(Json.get(call, "functionCall").path("id").asText());
        }
        boolean withIds = !String.join("", ids).isEmpty();
        for (JsonNode part : responses) {
            JsonNode response = Json.get(part, "functionResponse");
            String id = response.path("id").asText();
            boolean known = names.remove(response.path("name").asText());
            if (!known || (withIds && !id.isEmpty() && !ids.remove(id))) {
                return false;
            }
        }
        return names.isEmpty();
    }

    private static void checkSignature(JsonNode part, String right, int position)
            throws RejectedRequestException {
        String signature = Json.get(part, "thoughtSignature").asText("");
        if (signature.isEmpty()) {
            throw invalid(
                    "Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call `default_api:%s` , position %d. Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details."
                            .formatted(
                                    Json.get(part, "functionCall").path("name").asText(),
                                    position));
        }
        if (!signature.equals(right) && !CallSignature.WAIVERS.contains(signature)) {
            throw invalid("Corrupted thought signature.");
        }
    }

    private static boolean isModel(JsonNode content) {
        return content.path("role").asText("user").equals("model");
    }

    private static List<JsonNode> parts(JsonNode content, String name) {
        List<JsonNode> found = new ArrayList<>();
        JsonNode parts = content.path("parts");
        for (JsonNode part : parts.isArray() ? parts : List.of(parts)) {
            if (Json.has(part, name)) {
                found.add(part);
            }
        }
        return found;
    }

    private static RejectedRequestException invalid(String message) {
        return new RejectedRequestException(GoogleErrors.invalid(message));
    }
}
