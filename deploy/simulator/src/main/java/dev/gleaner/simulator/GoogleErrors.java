package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** Bodies in the shape of google.rpc.Status, as the Gemini API words them. Stateless. */
final class GoogleErrors {

    private static final String TYPE = "type.googleapis.com/google.rpc.";

    private GoogleErrors() {}

    /**
     * One field that a request must not have or not have so; an empty field means the request
     * itself.
     */
    record Violation(String field, String description) {}

    static ApiError plain(int status, String name, String message) {
        return status(status, name, message, JsonNodeFactory.instance.arrayNode());
    }

    static ApiError invalid(String message) {
        return plain(400, "INVALID_ARGUMENT", message);
    }

    static ApiError badFields(List<Violation> violations) {
        ObjectNode detail = detail("BadRequest");
        ArrayNode fields = detail.putArray("fieldViolations");
        StringBuilder message = new StringBuilder();
        for (Violation violation : violations) {
            message.append(message.isEmpty() ? "" : "\n").append(violation.description());
            ObjectNode field = fields.addObject();
            if (!violation.field().isEmpty()) {
                field.put("field", violation.field());
            }
            field.put("description", violation.description());
        }
        return status(400, "INVALID_ARGUMENT", message.toString(), list(detail));
    }

    static ApiError keyInvalid() {
        String message = "API key not valid. Please pass a valid API key.";
        ObjectNode info =
                detail("ErrorInfo")
                        .put("reason", "API_KEY_INVALID")
                        .put("domain", "googleapis.com");
        info.putObject("metadata").put("service", "generativelanguage.googleapis.com");
        ObjectNode localized =
                detail("LocalizedMessage").put("locale", "en-US").put("message", message);
        return status(400, "INVALID_ARGUMENT", message, list(info, localized));
    }

    static ApiError keyMissing() {
        return plain(
                403,
                "PERMISSION_DENIED",
                "Method doesn't allow unregistered callers (callers without established identity)."
                        + " Please use API Key or other form of API consumer identity to call this"
                        + " API.");
    }

    static ApiError serviceDisabled() {
        ObjectNode info =
                detail("ErrorInfo")
                        .put("reason", "SERVICE_DISABLED")
                        .put("domain", "googleapis.com");
        info.putObject("metadata").put("service", "generativelanguage.googleapis.com");
        return status(
                403,
                "PERMISSION_DENIED",
                "Generative Language API has not been used in this project before or it is"
                        + " disabled.",
                list(info));
    }

    static ApiError modelNotFound(String model, ApiScope scope, String operation) {
        if (scope.vertex()) {
            return plain(
                    404,
                    "NOT_FOUND",
                    "Publisher Model `%s` was not found or your project does not have access to it. Please ensure you are using a valid model version. For more information, see: https://cloud.google.com/vertex-ai/generative-ai/docs/learn/model-versions"
                            .formatted(scope.name("publishers/google/models/" + model)));
        }
        return plain(
                404,
                "NOT_FOUND",
                "models/%s is not found for API version %s, or is not supported for %s. Call ListModels to see the list of available models and their supported methods."
                        .formatted(model, scope.version(), operation));
    }

    static ApiError internal() {
        return plain(
                500,
                "INTERNAL",
                "An internal error has occurred. Please retry or report in"
                        + " https://developers.generativeai.google/guide/troubleshooting");
    }

    static ApiError overloaded() {
        return plain(503, "UNAVAILABLE", "The model is overloaded. Please try again later.");
    }

    static ApiError deadline() {
        return plain(504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete.");
    }

    static ApiError creditGone() {
        return plain(
                402,
                "RESOURCE_EXHAUSTED",
                "Your prepayment credits are depleted. Please go to AI Studio to manage your"
                        + " project and billing.");
    }

    static ApiError schemaTooComplex() {
        return invalid(
                "The specified schema produces a constraint that has too many states for serving."
                    + " Typical causes of this error are schemas with lots of text (for example,"
                    + " very long property or enum names), schemas with long array length limits"
                    + " (especially when nested), or schemas using complex value matchers (for"
                    + " example, integers or numbers with minimum/maximum bounds or strings with"
                    + " complex formats like date-time)");
    }

    /** A 429 as the Gemini API sends it: when to come back stands in the body only. */
    static ApiError quota(
            String quotaId, String metric, long value, String model, double retrySeconds) {
        String message =
                String.format(
                        Locale.ROOT,
                        "You exceeded your current quota, please check your plan and billing"
                            + " details.\n"
                            + "* Quota exceeded for metric: generativelanguage.googleapis.com/%s,"
                            + " limit: %d, model: %s\n"
                            + "Please retry in %ss.",
                        metric,
                        value,
                        model,
                        seconds(retrySeconds));
        ObjectNode failure = detail("QuotaFailure");
        ObjectNode violation = failure.putArray("violations").addObject();
        violation
                .put("quotaMetric", "generativelanguage.googleapis.com/" + metric)
                .put("quotaId", quotaId);
        violation.putObject("quotaDimensions").put("location", "global").put("model", model);
        violation.put("quotaValue", Long.toString(value));
        ObjectNode retry = detail("RetryInfo").put("retryDelay", seconds(retrySeconds) + "s");
        return status(429, "RESOURCE_EXHAUSTED", message, list(failure, retry));
    }

    /**
     * A 429 for want of capacity, as Vertex AI's dynamic shared quota sends it: nobody knows when
     * there will be some, so it names neither a quota nor a delay.
     */
    static ApiError saturated() {
        return plain(
                429,
                "RESOURCE_EXHAUSTED",
                "Resource exhausted. Please try again later. Please refer to"
                    + " https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429 for"
                    + " more details.");
    }

    private static String seconds(double value) {
        return value == Math.rint(value)
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.3f", value);
    }

    static ObjectNode detail(String type) {
        return JsonNodeFactory.instance.objectNode().put("@type", TYPE + type);
    }

    static ArrayNode list(ObjectNode... details) {
        return JsonNodeFactory.instance.arrayNode().addAll(List.of(details));
    }

    static ApiError status(int status, String name, String message, ArrayNode details) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode error = root.putObject("error");
        error.put("code", status).put("message", message).put("status", name);
        if (!details.isEmpty()) {
            error.set("details", details);
        }
        return ApiError.json(status, root.toPrettyString());
    }
}
