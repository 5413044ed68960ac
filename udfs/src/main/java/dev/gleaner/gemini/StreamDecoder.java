package dev.gleaner.gemini;

import static dev.gleaner.model.FailureKind.CONNECTION_FAILED;
import static dev.gleaner.model.FailureKind.NOT_GEMINI;
import static dev.gleaner.model.FailureKind.PROMPT_BLOCKED;
import static dev.gleaner.model.FailureKind.REPETITIVE_ANSWER;

import dev.gleaner.model.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one reply of the body of a streamed answer, the same as of an answer in one piece: texts
 * are joined, of usageMetadata and groundingMetadata the last counts. What a failed stream had told
 * of itself stays with the failure, since it is billed. Only a finishReason proves that a stream is
 * complete. Never throws; takes time and memory in proportion to the body, of which it reads only
 * so much. Not thread-safe.
 */
final class StreamDecoder {
    // What OpenAI's streams end with, and some resellers' streams of Gemini.
    private static final String DONE = "[DONE]";

    private final ResponseDecoder responses;
    private final ErrorDecoder errors;
    private final Supplier<GeminiReply> tooLarge;
    private final int maxBytes;
    private final SseDecoder events = new SseDecoder(this::readEvent);
    private final ResponseFields fields = new ResponseFields();
    private final RepetitionGuard guard = new RepetitionGuard();
    private long bytes;
    private byte[] lastEvent = {};
    private @Nullable GeminiReply early;

    /**
     * Makes a decoder.
     *
     * @param tooLarge makes the reply if there are more bytes than {@code maxBytes}
     */
    StreamDecoder(
            ResponseDecoder responses,
            ErrorDecoder errors,
            Supplier<GeminiReply> tooLarge,
            int maxBytes) {
        this.responses = responses;
        this.errors = errors;
        this.tooLarge = tooLarge;
        this.maxBytes = maxBytes;
    }

    /** Takes the next bytes; returns whether more are needed, and not the stream's end. */
    boolean read(byte[] piece) {
        bytes += piece.length;
        if (bytes > maxBytes) {
            early = early == null ? tooLarge.get() : early;
        } else if (early == null) {
            events.read(piece);
        }
        return early == null;
    }

    /** Returns the reply, the stream having ended or being of no more use. */
    GeminiReply end(long firstTokenNanos) {
        if (early == null) {
            events.end();
        }
        return complete(early == null ? outcome() : early, firstTokenNanos);
    }

    /** Returns the reply with what the stream had told of itself. */
    GeminiReply complete(GeminiReply reply, long firstTokenNanos) {
        AnswerMetadata told =
                reply.metadata().equals(AnswerMetadata.NONE) ? fields.metadata() : reply.metadata();
        AnswerMetadata metadata = told.withFirstTokenNanos(firstTokenNanos);
        if (reply instanceof GeminiReply.Failed f) {
            return new GeminiReply.Failed(
                    f.kind(), f.detail(), f.httpStatus(), f.retryDelay(), metadata);
        }
        GeminiReply.Answer answer = (GeminiReply.Answer) reply;
        return new GeminiReply.Answer(answer.text(), answer.content(), metadata);
    }

    /** Returns how many bytes of events there were; see {@link SseDecoder#received}. */
    long received() {
        return events.received();
    }

    /** Returns whether any content has come, be it a thought. */
    boolean hasContent() {
        return fields.candidate().content().hasAnything();
    }

    private void readEvent(byte[] data) {
        if (early != null || isNothing(data)) {
            return;
        }
        lastEvent = data;
        early = responses.read(data, fields);
        CharSequence text = fields.candidate().content().textSoFar();
        // What is finished costs nothing more; whether it is of use, others judge.
        if (early == null && !isFinished() && guard.isRepetitive(text)) {
            early =
                    PaddedJson.is(text)
                            ? responses.outcome(fields, lastEvent)
                            : failure(
                                    REPETITIVE_ANSWER,
                                    "the answer repeats itself, up to character " + text.length());
        }
    }

    private GeminiReply outcome() {
        if (lastEvent.length == 0) {
            return events.isForeign()
                    ? failure(NOT_GEMINI, "HTTP 200 whose body is no stream of events")
                    : failure(CONNECTION_FAILED, "the stream ended before its first event");
        }
        if (!fields.isRecognised() || isFinished()) {
            return responses.outcome(fields, lastEvent);
        }
        boolean blocked =
                fields.candidate().isPresent()
                        ? fields.blockReason() != null
                        : fields.hasPromptFeedback();
        return blocked
                ? failure(PROMPT_BLOCKED, "blockReason " + fields.blockReason())
                : failure(CONNECTION_FAILED, "the stream ended without a finishReason");
    }

    private boolean isFinished() {
        String reason = fields.candidate().finishReason();
        return reason != null
                && !reason.isEmpty()
                && !reason.toUpperCase(Locale.ROOT).equals("FINISH_REASON_UNSPECIFIED");
    }

    private GeminiReply failure(FailureKind kind, String what) {
        return errors.failed(kind, what, AnswerMetadata.NONE);
    }

    private static boolean isNothing(byte[] data) {
        int start = 0;
        while (start < data.length && data[start] >= 0 && data[start] <= ' ') {
            start++;
        }
        int length = data.length - start;
        return length < 2 * DONE.length()
                && (length == 0
                        || new String(data, start, length, StandardCharsets.UTF_8)
                                .strip()
                                .equals(DONE));
    }
}
