package dev.gleaner.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an error body says, whether it is Google's {@code google.rpc.Status} or a reseller's
 * OpenAI-like form. What it does not say is empty.
 *
 * @param code the number in {@code error.code}, below 600, or 0
 * @param codeName {@code error.code} if it is a string, which resellers send
 * @param status Google's canonical name, such as {@code RESOURCE_EXHAUSTED}
 * @param message for people, without what the request says
 * @param reasons of all ErrorInfo details
 * @param quotaIds of all QuotaFailure details, and of ErrorInfo in its older form
 * @param fields of all BadRequest details: paths into the request, never its content
 * @param retryDelay of RetryInfo, a protobuf Duration
 * @param isWithoutQuota whether a quota is 0
 */
record ErrorBody(
        int code,
        String codeName,
        String status,
        String message,
        List<String> reasons,
        List<String> quotaIds,
        List<String> fields,
        String retryDelay,
        boolean isWithoutQuota) {

    /** Says nothing. */
    static final ErrorBody NOTHING =
            new ErrorBody(0, "", "", "", List.of(), List.of(), List.of(), "", false);

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Pattern NO_CAUSE =
            Pattern.compile(
                    "(the )?(request contains an )?invalid argument( provided)?\\.?|bad"
                            + " request\\.?",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{2}");
    private static final Set<String> CANONICAL =
            Set.of(
                    "CANCELLED",
                    "UNKNOWN",
                    "INVALID_ARGUMENT",
                    "DEADLINE_EXCEEDED",
                    "NOT_FOUND",
                    "ALREADY_EXISTS",
                    "PERMISSION_DENIED",
                    "RESOURCE_EXHAUSTED",
                    "FAILED_PRECONDITION",
                    "ABORTED",
                    "OUT_OF_RANGE",
                    "UNIMPLEMENTED",
                    "INTERNAL",
                    "UNAVAILABLE",
                    "DATA_LOSS",
                    "UNAUTHENTICATED");

    /**
     * Returns the error in a body, the innermost if there are several, or nothing if there is none.
     *
     * @param request takes out of the message what the request says
     */
    static Optional<ErrorBody> parse(byte[] body, SentRequest request) {
        return Optional.ofNullable(new ErrorSearch(request).inBody(body)).map(e -> of(e, request));
    }

    /** Returns the error that a body is by itself, without a field {@code error} around it. */
    static Optional<ErrorBody> bare(byte[] body, SentRequest request) {
        return Optional.ofNullable(new ErrorSearch(request).bare(body)).map(e -> of(e, request));
    }

    /** Returns what the value of a field {@code error} says, or nothing if it says nothing. */
    static Optional<ErrorBody> ofValue(byte[] value, SentRequest request) {
        return Optional.ofNullable(new ErrorSearch(request).inValue(value))
                .map(e -> of(e, request));
    }

    /**
     * Returns the words of JSON that is no error in a form that is known, or the empty string if it
     * has none where other APIs have them.
     */
    static String words(byte[] body, SentRequest request) {
        try {
            JsonNode root = MAPPER.readTree(body);
            for (String name : List.of("message", "msg", "detail", "error_description", "reason")) {
                JsonNode words = root == null ? MAPPER.missingNode() : root.path(name);
                if (words.isTextual() && !words.textValue().isBlank()) {
                    return request.masked(words.textValue());
                }
            }
        } catch (IOException e) {
            return "";
        }
        return "";
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

    /** Returns whether Google itself made the error, by its form. */
    boolean isGoogles() {
        return code >= 400 && isCanonical(status);
    }

    /** Returns whether it tells nothing of what is wrong with the request. */
    boolean isWithoutCause() {
        return reasons.isEmpty()
                && fields.isEmpty()
                && (message.isBlank() || NO_CAUSE.matcher(message.strip()).matches());
    }

    static boolean isCanonical(String status) {
        return CANONICAL.contains(status);
    }

    /** Returns the number in {@code code}, which some proxies write as a string; or 0. */
    static int code(JsonNode error) {
        JsonNode code = error.path("code");
        if (code.isTextual() && NUMBER.matcher(code.textValue()).matches()) {
            return Integer.parseInt(code.textValue());
        }
        return code.isInt() && code.intValue() < 600 ? code.intValue() : 0;
    }

    static String codeName(JsonNode error) {
        JsonNode code = error.path("code");
        return code.isTextual() && !NUMBER.matcher(code.textValue()).matches()
                ? code.textValue()
                : "";
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

    private static ErrorBody of(JsonNode error, SentRequest request) {
        if (error.isTextual()) {
            return new ErrorBody(
                    0,
                    "",
                    "",
                    request.masked(error.textValue()),
                    List.of(),
                    List.of(),
                    List.of(),
                    "",
                    false);
        }
        JsonNode details = error.path("details");
        List<String> retryDelays = texts(details, "retryDelay");
        return new ErrorBody(
                code(error),
                codeName(error),
                error.path("status").asText(""),
                request.masked(error.path("message").asText("")),
                texts(details, "reason"),
                quotaIds(details),
                nestedTexts(details, "fieldViolations", "field"),
                retryDelays.isEmpty() ? "" : retryDelays.get(0),
                isWithoutQuota(details));
    }

    private static boolean isWithoutQuota(JsonNode details) {
        if (nestedTexts(details, "violations", "quotaValue").contains("0")) {
            return true;
        }
        for (JsonNode detail : details) {
            if (detail.path("metadata").path("quota_limit_value").asText().equals("0")) {
                return true;
            }
        }
        return false;
    }

    private static List<String> quotaIds(JsonNode details) {
        List<String> ids = new ArrayList<>(nestedTexts(details, "violations", "quotaId"));
        for (JsonNode detail : details) {
            ids.addAll(texts(List.of(detail.path("metadata")), "quota_limit"));
        }
        return List.copyOf(ids);
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
