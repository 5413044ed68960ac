package dev.gleaner.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything the simulator can do wrong, each once: by a rate ({@link Control#faults()}) or for
 * single records by {@code [[simulate:NAME]]} in the prompt. The only table of faults; options,
 * control JSON, README and tests come from it.
 */
public enum Fault {
    INTERNAL_ERROR(Stage.REJECT, "500 INTERNAL, Google's body"),
    UNAVAILABLE(Stage.REJECT, "503 UNAVAILABLE, \"The model is overloaded\""),
    DEADLINE_EXCEEDED(Stage.REJECT, "504 DEADLINE_EXCEEDED, Google's body"),
    RATE_LIMITED(
            Stage.REJECT, "429 RESOURCE_EXHAUSTED per minute, with QuotaFailure and RetryInfo"),
    QUOTA_PER_DAY(Stage.REJECT, "429 RESOURCE_EXHAUSTED, a quotaId with PerDay"),
    PAYMENT_REQUIRED(Stage.REJECT, "402 RESOURCE_EXHAUSTED, prepaid credit is gone"),
    PERMISSION_DENIED(Stage.REJECT, "403 PERMISSION_DENIED, the API is not enabled"),
    API_KEY_INVALID(Stage.REJECT, "400 INVALID_ARGUMENT with reason API_KEY_INVALID"),
    MODEL_NOT_FOUND(Stage.REJECT, "404 NOT_FOUND for the model"),
    SCHEMA_TOO_COMPLEX(Stage.REJECT, "400 \"too many states for serving\""),
    ECHO(Stage.REJECT, "400 INVALID_ARGUMENT that repeats the prompt without quotes"),
    COMET_RATE_LIMITED(Stage.REJECT, "429 in CometAPI's error shape"),
    COMET_ERROR(Stage.REJECT, "500 in CometAPI's error shape, code bad_response_status_code"),
    COMET_UNAVAILABLE(Stage.REJECT, "503 in CometAPI's error shape, empty code"),
    COMET_NO_CHANNEL(Stage.REJECT, "503 in CometAPI's error shape, code model_not_found"),
    COMET_INVALID_REQUEST(
            Stage.REJECT, "500 in CometAPI's error shape, code invalid_request: not worth a retry"),
    CLOUDFLARE_TIMEOUT(Stage.REJECT, "524 with an HTML body"),
    HTML(Stage.REJECT, "200 with an HTML page"),
    REDIRECT(Stage.REJECT, "301 to another path"),

    RESET(Stage.CONNECTION, "the connection (HTTP/2: stream) is reset (RST) without an answer"),
    STALL(Stage.CONNECTION, "headers and half of the body, then silence"),
    CUT_BODY(
            Stage.CONNECTION,
            "headers and half of the body, then the connection ends in order (HTTP/2: RST)"),
    SILENCE(Stage.CONNECTION, "the request is taken and never answered"),

    STREAM_ERROR(Stage.STREAM, "a stream's last piece is a bare 503 UNAVAILABLE of several lines"),
    STREAM_ERROR_EVENT(Stage.STREAM, "a stream's last piece is an event with 503 UNAVAILABLE"),
    STREAM_STALL(Stage.STREAM, "silence after the first piece of a stream"),
    STREAM_CUT(Stage.STREAM, "the connection ends before the last piece of a stream (HTTP/2: RST)"),
    LOOP(Stage.STREAM, "a piece of a stream comes again and again, 10 MiB of it, then MAX_TOKENS"),

    EMPTY_CANDIDATES(Stage.ANSWER, "200 with an empty candidates list"),
    PROMPT_BLOCKED(Stage.ANSWER, "200 with promptFeedback.blockReason and no candidates"),
    SAFETY(Stage.ANSWER, "finishReason SAFETY without content"),
    RECITATION(Stage.ANSWER, "finishReason RECITATION without content"),
    MAX_TOKENS_CUT(Stage.ANSWER, "finishReason MAX_TOKENS, the text is cut"),
    MAX_TOKENS_PADDED(
            Stage.ANSWER,
            "finishReason MAX_TOKENS, the text is complete, with line breaks behind it"),
    MAX_TOKENS_EMPTY(Stage.ANSWER, "finishReason MAX_TOKENS without parts, eaten by thinking"),
    EMPTY_ERROR(Stage.ANSWER, "an error without code and message beside the answer"),
    UNASKED_EVENTS(Stage.ANSWER, "a stream of events although one answer was asked for"),
    FENCED_JSON(Stage.ANSWER, "the answer inside ```json fences"),
    SCHEMA_VIOLATION(Stage.ANSWER, "valid JSON that breaks the schema"),
    TRAILING_GARBAGE(Stage.ANSWER, "the answer followed by more text"),
    DUPLICATE_KEYS(Stage.ANSWER, "the first key of the object comes twice"),
    UNKNOWN_FINISH_REASON(Stage.ANSWER, "a finishReason that is in no list"),
    NO_USAGE(Stage.ANSWER, "usageMetadata is missing"),
    HUGE_ANSWER(Stage.ANSWER, "a text of hugeAnswerBytes letters"),
    INVALID_UTF8(Stage.ANSWER, "bytes inside the text that are not UTF-8"),
    UNGROUNDED(Stage.ANSWER, "no groundingMetadata although a tool was searched"),
    QUERIES_ONLY(Stage.ANSWER, "groundingMetadata with queries but without sources"),
    DRIFTING_OFFSETS(Stage.ANSWER, "grounding offsets that are two bytes too high"),
    CITATIONS(Stage.ANSWER, "citationMetadata"),
    TOOL_LOOP(Stage.ANSWER, "functions are called again and again, whatever they say"),
    EMPTY_TEXT(Stage.ANSWER, "finishReason STOP without text"),
    NO_FINISH(Stage.ANSWER, "finishReason is missing");

    /** Where a fault acts. */
    enum Stage {
        /** instead of an answer, a complete other response */
        REJECT,
        /** on the connection */
        CONNECTION,
        /** between the pieces of a streamed answer; others are answered without a fault */
        STREAM,
        /** inside an answer that comes with 200 */
        ANSWER
    }

    private static final Map<String, Fault> BY_NAME =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(Fault::toString, Function.identity()));

    private final Stage stage;
    private final String description;

    Fault(Stage stage, String description) {
        this.stage = stage;
        this.description = description;
    }

    Stage stage() {
        return stage;
    }

    /** What the client sees, in a few words. */
    public String description() {
        return description;
    }

    /** The name in options, control JSON and markers: lower case with dashes. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The fault of this name; case, dashes and underscores make no difference. */
    public static Optional<Fault> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT).replace('_', '-')));
    }

    /**
     * The fault of this name.
     *
     * @throws IllegalArgumentException naming all faults, if there is none
     */
    static Fault required(String name) {
        return named(name)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "unknown fault '" + name + "'; known are " + names()));
    }

    /** All names, in the order of the table. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Fault::toString).toList();
    }

    /**
     * A marker for a prompt that makes the first {@code times} requests of this prompt fail this
     * way.
     */
    public String marker(int times) {
        return "[[simulate:" + this + "*" + times + "]]";
    }

    /** A marker for a prompt that makes every request of this prompt fail this way. */
    public String marker() {
        return "[[simulate:" + this + "]]";
    }
}
