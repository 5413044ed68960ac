package dev.gleaner.gemini;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What candidate 0 holds besides text.
 *
 * @param functionCalls in order
 * @param blobs files, in order
 * @param received the whole content as received, as compact JSON in UTF-8 with every part and
 *     thoughtSignature unmerged, to be sent back; null unless there are functionCalls
 */
@SuppressWarnings("ArrayRecordComponent") // bytes stay bytes; identity is never compared
public record AnswerContent(
        List<FunctionCall> functionCalls, List<Blob> blobs, byte @Nullable [] received) {

    /** Nothing but text. */
    public static final AnswerContent NONE = new AnswerContent(List.of(), List.of(), null);

    /** Whether there is nothing but text. */
    boolean isEmpty() {
        return functionCalls.isEmpty() && blobs.isEmpty();
    }
}
