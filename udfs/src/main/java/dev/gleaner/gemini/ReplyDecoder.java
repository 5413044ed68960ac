package dev.gleaner.gemini;

import dev.gleaner.http.HttpProxy;
import dev.gleaner.http.LastSent;
import dev.gleaner.model.FailureKind;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Turns whatever an exchange ended in into a reply, without secrets. Thread-safe. */
final class ReplyDecoder {
    private final URI endpoint;
    private final @Nullable HttpProxy proxy;
    private final int maxAnswerBytes;
    private final Detail detail;
    private final ErrorDecoder errors;
    private final ResponseDecoder responses;
    private final Clock clock;

    /**
     * @param proxy on the way to the endpoint; null if there is none
     */
    ReplyDecoder(EndpointSettings settings, ApiKeys keys, @Nullable HttpProxy proxy, Clock clock) {
        this(
                settings.endpoint(),
                proxy,
                settings.maxAnswerBytes(),
                new Detail(keys),
                clock,
                new ErrorDecoder(settings, new Detail(keys)));
    }

    private ReplyDecoder(
            URI endpoint,
            @Nullable HttpProxy proxy,
            int maxAnswerBytes,
            Detail detail,
            Clock clock,
            ErrorDecoder errors) {
        this.endpoint = endpoint;
        this.proxy = proxy;
        this.maxAnswerBytes = maxAnswerBytes;
        this.detail = detail;
        this.clock = clock;
        this.errors = errors;
        responses = new ResponseDecoder(errors, clock);
    }

    /** Returns the same for the answer to one request, of which nothing is repeated. */
    ReplyDecoder about(byte[] request) {
        return new ReplyDecoder(
                endpoint,
                proxy,
                maxAnswerBytes,
                detail,
                clock,
                errors.about(new SentRequest(request)));
    }

    GeminiReply answer(byte[] body) {
        if (!SseDecoder.isStream(body)) {
            return responses.decode(body);
        }
        StreamDecoder stream = stream(); // of a proxy that streams whatever it is asked for
        stream.read(body);
        return stream.end(0);
    }

    /** Returns a decoder for one stream. */
    StreamDecoder stream() {
        return new StreamDecoder(responses, errors, this::tooLarge, maxAnswerBytes);
    }

    /**
     * Returns what a status other than 200 means, be it the proxy's or the endpoint's.
     *
     * @param sent what the status answers
     */
    GeminiReply refused(ErrorResponse response, LastSent sent) {
        if (proxy != null) {
            ConnectionFault refusal =
                    ConnectionFault.ofProxy(response.status(), endpoint, proxy, sent);
            if (refusal != null) {
                return unanswered(refusal);
            }
        }
        return error(response);
    }

    GeminiReply error(ErrorResponse response) {
        AnswerMetadata metadata = ResponseDecoder.metadata(response.body());
        return errors.decode(response, metadata, clock.instant());
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

    /**
     * Returns what an exception of the HTTP client means.
     *
     * @param sent before it was thrown
     */
    GeminiReply broken(Throwable thrown, LastSent sent) {
        return unanswered(
                proxy == null
                        ? ConnectionFault.of(thrown, endpoint)
                        : ConnectionFault.of(thrown, endpoint, proxy, sent));
    }

    private GeminiReply unanswered(ConnectionFault fault) {
        return unanswered(fault.kind(), fault.detail());
    }

    GeminiReply unanswered(FailureKind kind, String what) {
        return new GeminiReply.Failed(kind, detail.line(what), null, null, AnswerMetadata.NONE);
    }
}
