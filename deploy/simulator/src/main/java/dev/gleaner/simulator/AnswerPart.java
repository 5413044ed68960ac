package dev.gleaner.simulator;

import org.jspecify.annotations.Nullable;

/** One part of an answer's content. Immutable. */
sealed interface AnswerPart {

    /**
     * Text, which a stream may cut anywhere.
     *
     * @param text may be empty
     * @param thought whether it is a summary of thoughts and no part of the answer
     * @param signature opaque base64, null if none
     */
    record Text(String text, boolean thought, @Nullable String signature) implements AnswerPart {

        static Text of(String text) {
            return new Text(text, false, null);
        }
    }

    /**
     * A call that the client is to make.
     *
     * @param id null if the model gives none
     * @param name of the function
     * @param args JSON object
     * @param signature opaque base64, null if none
     */
    record FunctionCall(@Nullable String id, String name, String args, @Nullable String signature)
            implements AnswerPart {}

    /**
     * Code that the model let run.
     *
     * @param code in Python
     */
    record ExecutableCode(String code) implements AnswerPart {}

    /**
     * How that code ended, well.
     *
     * @param output what it printed
     */
    record CodeResult(String output) implements AnswerPart {}

    /**
     * Bytes of another kind than text.
     *
     * @param mimeType of the bytes
     * @param base64 the bytes
     */
    record InlineData(String mimeType, String base64) implements AnswerPart {}
}
