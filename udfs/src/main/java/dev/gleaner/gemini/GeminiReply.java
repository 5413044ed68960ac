package dev.gleaner.gemini;

import dev.gleaner.model.FailureKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How one attempt ended. */
public sealed interface GeminiReply permits GeminiReply.Answer, GeminiReply.Failed {

    /** What the answer says of itself; {@link AnswerMetadata#NONE} if there was none. */
    AnswerMetadata metadata();

    /**
     * The model answered. Whether the text is JSON and fits the schema is not known yet; if the
     * finishReason is not {@code STOP}, that is the only proof of a complete answer.
     *
     * @param text the text parts of candidate 0 without thoughts; blank only if there is other
     *     content
     * @param content what there is besides text
     * @param metadata what the answer says of itself
     */
    record Answer(String text, AnswerContent content, AnswerMetadata metadata)
            implements GeminiReply {

        /** The length, never the text. */
        @Override
        public String toString() {
            return "Answer[" + text.length() + " chars, " + metadata.usage() + "]";
        }
    }

    /**
     * There is no usable answer.
     *
     * @param kind the kind, which decides what follows
     * @param detail for people: one line of at most 300 characters, without secrets and without the
     *     record's content
     * @param httpStatus the HTTP status, or null if none was received
     * @param retryDelay the wait the server asked for, never negative, or null if it did not
     * @param metadata what the answer says of itself
     */
    record Failed(
            FailureKind kind,
            String detail,
            @Nullable Integer httpStatus,
            @Nullable Duration retryDelay,
            AnswerMetadata metadata)
            implements GeminiReply {}
}
