package dev.gleaner.gemini;

import dev.gleaner.model.FailureKind;
import dev.gleaner.model.RetryRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Turns error answers into failures. A detail carries the endpoint's own message and, where known,
 * what to do about it. Only messages of kinds that concern the job or the endpoint's load are taken
 * as they are; of the others what they quote is left out, since it may be a record's content.
 * Thread-safe.
 */
final class ErrorDecoder {
    private final String model;
    private final String host;
    private final ApiKeyReference apiKey;
    private final Detail detail;
    private final SentRequest request;

    ErrorDecoder(EndpointSettings settings, Detail detail) {
        this(
                settings.model(),
                settings.endpoint().getHost(),
                settings.apiKey(),
                detail,
                SentRequest.NONE);
    }

    private ErrorDecoder(
            String model, String host, ApiKeyReference apiKey, Detail detail, SentRequest request) {
        this.model = model;
        this.host = host;
        this.apiKey = apiKey;
        this.detail = detail;
        this.request = request;
    }

    /** Returns the same for the answer to one request. */
    ErrorDecoder about(SentRequest sent) {
        return new ErrorDecoder(model, host, apiKey, detail, sent);
    }

    /**
     * Decodes an answer whose status is not 200.
     *
     * @param metadata what the body says of itself
     * @param now for dates in its headers
     */
    GeminiReply.Failed decode(ErrorResponse response, AnswerMetadata metadata, Instant now) {
        Optional<ErrorBody> error = ErrorBody.parse(response.body(), request);
        int status = status(response, error);
        Optional<Duration> delay =
                RetryDelay.of(error.orElse(ErrorBody.NOTHING), response.retryAfter(), now);
        FailureKind kind =
                ErrorKind.withDelay(kind(response, status, error), delay.orElse(Duration.ZERO));
        String what =
                "HTTP "
                        + response.status()
                        + (status == response.status() ? "" : " with error " + status)
                        + error.map(e -> message(kind, e)).orElseGet(() -> form(response));
        String advice = advice(kind, error.orElse(ErrorBody.NOTHING));
        return failed(line(what, advice), kind, response.status(), delay, metadata);
    }

    /** Decodes an error that came with HTTP status 200. */
    GeminiReply.Failed decodeInsideAnswer(ErrorBody error, AnswerMetadata metadata, Instant now) {
        Optional<Duration> delay = RetryDelay.of(error, null, now);
        FailureKind kind =
                ErrorKind.withDelay(
                        ErrorKind.of(error.httpStatus(), error), delay.orElse(Duration.ZERO));
        String what = "HTTP 200 with error " + error.httpStatus() + message(kind, error);
        return failed(line(what, advice(kind, error)), kind, 200, delay, metadata);
    }

    /**
     * Decodes JSON with HTTP status 200 that has no field of Gemini's: an error without a field
     * {@code error} around it, or the words of another API.
     */
    GeminiReply.Failed decodeForeign(byte[] body, AnswerMetadata metadata, Instant now) {
        return ErrorBody.bare(body, request)
                .map(error -> decodeInsideAnswer(error, metadata, now))
                .orElseGet(
                        () ->
                                failed(
                                        FailureKind.NOT_GEMINI,
                                        "HTTP 200 whose JSON is not Gemini's" + words(body),
                                        metadata));
    }

    /** A proxy may have a status of its own for all that whom it asked has said. */
    private static int status(ErrorResponse response, Optional<ErrorBody> error) {
        return error.filter(ErrorBody::isGoogles).map(ErrorBody::code).orElse(response.status());
    }

    private static FailureKind kind(ErrorResponse response, int status, Optional<ErrorBody> error) {
        if (error.isPresent()) {
            return ErrorKind.of(status, error.get());
        }
        if (response.isHtml()) {
            return ErrorKind.ofHtml(status);
        }
        return ErrorBody.isJson(response.body())
                ? ErrorKind.ofForeignJson(status)
                : ErrorKind.of(status);
    }

    /** Returns what the value of a field {@code error} says, or nothing if it says nothing. */
    Optional<ErrorBody> error(byte[] value) {
        return ErrorBody.ofValue(value, request);
    }

    /** Returns the failure of an HTTP 200 answer. */
    GeminiReply.Failed failed(FailureKind kind, String what, AnswerMetadata metadata) {
        return new GeminiReply.Failed(kind, line(what, advice(kind)), 200, null, metadata);
    }

    private static GeminiReply.Failed failed(
            String line,
            FailureKind kind,
            int status,
            Optional<Duration> delay,
            AnswerMetadata metadata) {
        boolean waits = kind.retryRule() == RetryRule.BACKOFF || kind.retryRule() == RetryRule.HOLD;
        Duration wait = waits ? delay.orElse(null) : null;
        return new GeminiReply.Failed(kind, line, status, wait, metadata);
    }

    private String line(String what, String advice) {
        // The advice must survive, so what the endpoint said is cut instead.
        return detail.line(what, Detail.MAX_LENGTH - advice.length()) + advice;
    }

    private String message(FailureKind kind, ErrorBody error) {
        boolean whole = kind.isNeverTheRecords();
        String text = whole ? error.message() : Detail.withoutContent(error.message());
        String name = error.status().isEmpty() ? error.codeName() : error.status();
        return (name.isEmpty() ? "" : " " + request.masked(name))
                + (text.isBlank() ? "" : ": " + text);
    }

    private String form(ErrorResponse response) {
        if (response.location() != null && response.status() / 100 == 3) {
            return ": a redirect to " + hostOf(response.location());
        }
        if (response.body().length == 0) {
            return ": an empty answer";
        }
        return response.isHtml()
                ? ": an HTML page"
                : ": not an error in Gemini's form" + words(response.body());
    }

    private String words(byte[] body) {
        String words = Detail.withoutContent(ErrorBody.words(body, request));
        return words.isEmpty() ? "" : ": " + words;
    }

    private static String hostOf(String location) {
        try {
            String host = new URI(location).getHost();
            return host == null ? "another path" : host;
        } catch (URISyntaxException e) {
            return "an unreadable address";
        }
    }

    private String advice(FailureKind kind, ErrorBody error) {
        boolean suspect = kind == FailureKind.REQUEST_REJECTED && error.isWithoutCause();
        return suspect && request.hasSchema()
                ? " (the endpoint names no cause; output.responseSchema is the first suspect, then"
                        + " model.generationConfig)"
                : advice(kind);
    }

    private String advice(FailureKind kind) {
        return switch (kind) {
            case API_KEY_REJECTED -> " (check model.apiKey: " + cut(apiKey.toString()) + ")";
            case MODEL_NOT_FOUND, MODEL_UNAVAILABLE -> " (check model.name: " + cut(model) + ")";
            case NOT_GEMINI -> " (check model.endpoint: " + cut(host) + ")";
            case SCHEMA_REJECTED -> " (check output.responseSchema)";
            case CONFIGURATION_REJECTED -> " (check model.generationConfig)";
            default -> "";
        };
    }

    private static String cut(String text) {
        return Detail.cut(text, Detail.MAX_LENGTH / 3);
    }
}
