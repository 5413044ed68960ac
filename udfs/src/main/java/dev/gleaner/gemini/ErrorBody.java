package dev.gleaner.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an error body says, whether it is Google's {@code google.rpc.Status} or a reseller's
 * OpenAI-like form. What it does not say is empty.
 *
 * @param code the number in {@code error.code}, or 0
 * @param codeName {@code error.code} if it is a string, which resellers send
 * @param status Google's canonical name, such as {@code RESOURCE_EXHAUSTED}
 * @param message for people
 * @param reasons of all ErrorInfo details
 * @param quotaIds of all QuotaFailure details, and of ErrorInfo in its older form
 * @param fields of all BadRequest details: paths into the request, never its content
 * @param retryDelay of RetryInfo, a protobuf Duration
 */
record ErrorBody(
        int code,
        String codeName,
        String status,
        String message,
        List<String> reasons,
        List<String> quotaIds,
        List<String> fields,
        String retryDelay) {

    /** Says nothing. */
    static final ErrorBody NOTHING = ofMessage("");

    private static final JsonMapper MAPPER = new JsonMapper();

    /** Returns the error in the body, or nothing if it is not JSON or has no error in it. */
    static Optional<ErrorBody> parse(byte[] body) {
        try {
            JsonNode root = MAPPER.readTree(body);
            if (root == null) {
                return Optional.empty();
            }
            for (JsonNode element : root.isArray() ? root : List.of(root)) {
                JsonNode error = element.path("error");
                if (error.isObject()) {
                    return Optional.of(of(error));
                }
                if (error.isTextual()) {
                    return Optional.of(ofMessage(error.textValue()));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns whether the body is a JSON object or array, whatever it says. */
    static boolean isJson(byte[] body) {
        try {
            JsonNode root = MAPPER.readTree(body);
            return root != null && root.isContainerNode();
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the HTTP status that this error would have had as an answer of its own. */
    int httpStatus() {
        if (code >= 400 && code < 600) {
            return code;
        }
        return switch (status) {
            case "INVALID_ARGUMENT", "FAILED_PRECONDITION", "OUT_OF_RANGE" -> 400;
            case "UNAUTHENTICATED" -> 401;
            case "PERMISSION_DENIED" -> 403;
            case "NOT_FOUND" -> 404;
            case "RESOURCE_EXHAUSTED" -> 429;
            case "CANCELLED" -> 499;
            case "UNAVAILABLE" -> 503;
            case "DEADLINE_EXCEEDED" -> 504;
            default -> 500;
        };
    }

    private static ErrorBody of(JsonNode error) {
        JsonNode details = error.path("details");
        String codeName = error.path("code").isTextual() ? error.path("code").textValue() : "";
        List<String> retryDelays = texts(details, "retryDelay");
        return new ErrorBody(
                error.path("code").isInt() ? error.path("code").intValue() : 0,
                codeName,
                error.path("status").asText(""),
                error.path("message").asText(""),
                texts(details, "reason"),
                quotaIds(details),
                nestedTexts(details, "fieldViolations", "field"),
                retryDelays.isEmpty() ? "" : retryDelays.get(0));
    }

    private static List<String> quotaIds(JsonNode details) {
        List<String> ids = new ArrayList<>(nestedTexts(details, "violations", "quotaId"));
        for (JsonNode detail : details) {
            ids.addAll(texts(List.of(detail.path("metadata")), "quota_limit"));
        }
        return List.copyOf(ids);
    }

    private static ErrorBody ofMessage(String message) {
        return new ErrorBody(0, "", "", message, List.of(), List.of(), List.of(), "");
    }

    private static List<String> texts(Iterable<JsonNode> elements, String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : elements) {
            if (element.path(field).isTextual()) {
                texts.add(element.path(field).textValue());
            }
        }
        return List.copyOf(texts);
    }

    private static List<String> nestedTexts(JsonNode details, String list, String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode detail : details) {
            texts.addAll(texts(detail.path(list), field));
        }
        return List.copyOf(texts);
    }
}
