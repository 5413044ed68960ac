package dev.gleaner.simulator;

import org.jspecify.annotations.Nullable;

/**
 * One answer before it gets an envelope.
 *
 * @param kind whether there is a candidate
 * @param text of the candidate, null for content without parts
 * @param thought summary that comes before the text, null if none
 * @param finishReason of the candidate
 * @param usage null if it is left out
 * @param grounding null if nothing was searched
 */
record Answer(
        Kind kind,
        @Nullable String text,
        @Nullable String thought,
        String finishReason,
        @Nullable Usage usage,
        @Nullable Grounding grounding) {

    enum Kind {
        CANDIDATE,
        NO_CANDIDATES,
        PROMPT_BLOCKED
    }

    /**
     * Stands for bytes that are not UTF-8; replaced in the encoded body. From the private use area.
     */
    static final char BROKEN_BYTES = '\uE0FF';

    Answer withText(@Nullable String other) {
        return new Answer(kind, other, thought, finishReason, usage, grounding);
    }

    Answer withoutContent(String reason) {
        return new Answer(kind, null, null, reason, usage, null);
    }

    Answer withFinishReason(String reason) {
        return new Answer(kind, text, thought, reason, usage, grounding);
    }

    Answer withUsage(@Nullable Usage other) {
        return new Answer(kind, text, thought, finishReason, other, grounding);
    }

    Answer withKind(Kind other) {
        return new Answer(other, text, thought, finishReason, usage, grounding);
    }
}
