package dev.gleaner.gemini;

import dev.gleaner.model.FailureKind;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/** Turns whatever an exchange ended in into a reply, without secrets. Thread-safe. */
final class ReplyDecoder {
    private final URI endpoint;
    private final int maxAnswerBytes;
    private final Detail detail;
    private final ErrorDecoder errors;
    private final ResponseDecoder responses;
    private final Clock clock;

    ReplyDecoder(EndpointSettings settings, ApiKeys keys, Clock clock) {
        endpoint = settings.endpoint();
        maxAnswerBytes = settings.maxAnswerBytes();
        detail = new Detail(keys);
        errors = new ErrorDecoder(settings, detail);
        responses = new ResponseDecoder(errors, clock);
        this.clock = clock;
    }

    GeminiReply answer(byte[] body) {
        return responses.decode(body);
    }

    /** Returns a decoder for one stream. */
    StreamDecoder stream() {
        return new StreamDecoder(responses, errors, this::tooLarge, maxAnswerBytes);
    }

    GeminiReply error(ErrorResponse response) {
        return errors.decode(response, clock.instant());
    }

    GeminiReply tooLarge() {
        return errors.failed(
                FailureKind.ANSWER_TOO_LARGE,
                "the answer exceeds " + maxAnswerBytes + " bytes (call.maxAnswerBytes)",
                AnswerMetadata.NONE);
    }

    GeminiReply silent(Duration idleTimeout) {
        return unanswered(
                FailureKind.ATTEMPT_TIMEOUT,
                "nothing of the stream for "
                        + idleTimeout.toMillis()
                        + " ms from "
                        + ConnectionFault.hostAndPort(endpoint)
                        + " (call.streamIdleTimeout)");
    }

    GeminiReply broken(Throwable thrown) {
        ConnectionFault fault = ConnectionFault.of(thrown, endpoint);
        return unanswered(fault.kind(), fault.detail());
    }

    GeminiReply unanswered(FailureKind kind, String what) {
        return new GeminiReply.Failed(kind, detail.line(what), null, null, AnswerMetadata.NONE);
    }
}
