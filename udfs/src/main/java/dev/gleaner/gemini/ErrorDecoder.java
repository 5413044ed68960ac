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

    ErrorDecoder(EndpointSettings settings, Detail detail) {
        model = settings.model();
        host = settings.endpoint().getHost();
        apiKey = settings.apiKey();
        this.detail = detail;
    }

    /** Decodes an answer whose status is not 200; {@code now} is for dates in its headers. */
    GeminiReply.Failed decode(ErrorResponse response, Instant now) {
        int status = response.status();
        Optional<ErrorBody> error = ErrorBody.parse(response.body());
        Optional<Duration> delay =
                RetryDelay.of(error.orElse(ErrorBody.NOTHING), response.retryAfter(), now);
        FailureKind kind = ErrorKind.withDelay(kind(response, error), delay.orElse(Duration.ZERO));
        String what = "HTTP " + status + error.map(e -> message(kind, e)).orElse(form(response));
        return failed(kind, what, status, delay);
    }

    /** Decodes an error that came with HTTP status 200. */
    GeminiReply.Failed decodeInsideAnswer(byte[] body, Instant now) {
        ErrorBody error = ErrorBody.parse(body).orElse(ErrorBody.NOTHING);
        Optional<Duration> delay = RetryDelay.of(error, null, now);
        FailureKind kind =
                ErrorKind.withDelay(
                        ErrorKind.of(error.httpStatus(), error), delay.orElse(Duration.ZERO));
        String what = "HTTP 200 with error " + error.httpStatus() + message(kind, error);
        return failed(kind, what, 200, delay);
    }

    private static FailureKind kind(ErrorResponse response, Optional<ErrorBody> error) {
        int status = response.status();
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

    /** Returns the failure of an HTTP 200 answer. */
    GeminiReply.Failed failed(FailureKind kind, String what, AnswerMetadata metadata) {
        return new GeminiReply.Failed(kind, line(kind, what), 200, null, metadata);
    }

    private GeminiReply.Failed failed(
            FailureKind kind, String what, int status, Optional<Duration> delay) {
        boolean waits = kind.retryRule() == RetryRule.BACKOFF || kind.retryRule() == RetryRule.HOLD;
        Duration wait = waits ? delay.orElse(null) : null;
        return new GeminiReply.Failed(kind, line(kind, what), status, wait, AnswerMetadata.NONE);
    }

    private String line(FailureKind kind, String what) {
        // The advice must survive, so what the endpoint said is cut instead.
        String advice = advice(kind);
        return detail.line(what, Detail.MAX_LENGTH - advice.length()) + advice;
    }

    private static String message(FailureKind kind, ErrorBody error) {
        boolean whole = kind.isNeverTheRecords();
        String text = whole ? error.message() : Detail.withoutContent(error.message());
        String name = error.status().isEmpty() ? error.codeName() : error.status();
        return (name.isEmpty() ? "" : " " + name) + (text.isBlank() ? "" : ": " + text);
    }

    private static String form(ErrorResponse response) {
        if (response.location() != null && response.status() / 100 == 3) {
            return ": a redirect to " + hostOf(response.location());
        }
        if (response.body().length == 0) {
            return ": an empty answer";
        }
        return response.isHtml() ? ": an HTML page" : ": not an error in Gemini's form";
    }

    private static String hostOf(String location) {
        try {
            String host = new URI(location).getHost();
            return host == null ? "another path" : host;
        } catch (URISyntaxException e) {
            return "an unreadable address";
        }
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
