package dev.gleaner.simulator;

import dev.gleaner.simulator.AnswerPart.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One answer before it gets an envelope.
 *
 * @param kind whether there is a candidate
 * @param parts of the candidate in their order, empty for content without parts
 * @param finishReason of the candidate, empty if it is left out
 * @param finishMessage more about it, null if none
 * @param usage null if it is left out
 * @param notes of the candidate
 */
record Answer(
        Kind kind,
        List<AnswerPart> parts,
        String finishReason,
        @Nullable String finishMessage,
        @Nullable Usage usage,
        CandidateNotes notes) {

    enum Kind {
        CANDIDATE,
        NO_CANDIDATES,
        PROMPT_BLOCKED
    }

    /**
     * Stands for bytes that are not UTF-8; replaced in the encoded body. From the private use area.
     */
    static final char BROKEN_BYTES = '\uE0FF';

    /** All texts but thoughts put together. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (AnswerPart part : parts) {
            if (part instanceof Text said && !said.thought()) {
                text.append(said.text());
            }
        }
        return text.toString();
    }

    /** The same thoughts, followed by nothing but this text. */
    Answer withText(String other) {
        List<AnswerPart> others = new ArrayList<>();
        for (AnswerPart part : parts) {
            if (part instanceof Text said && said.thought()) {
                others.add(said);
            }
        }
        others.add(Text.of(other));
        return withParts(List.copyOf(others));
    }

    Answer withParts(List<AnswerPart> others) {
        return new Answer(kind, others, finishReason, finishMessage, usage, notes);
    }

    Answer withoutContent(String reason) {
        return new Answer(kind, List.of(), reason, null, usage, notes.ofNothing());
    }

    Answer withNotes(CandidateNotes others) {
        return new Answer(kind, parts, finishReason, finishMessage, usage, others);
    }

    Answer withFinishReason(String reason) {
        return new Answer(kind, parts, reason, null, usage, notes);
    }

    Answer withUsage(@Nullable Usage other) {
        return new Answer(kind, parts, finishReason, finishMessage, other, notes);
    }

    Answer withKind(Kind other) {
        return new Answer(other, parts, finishReason, finishMessage, usage, notes);
    }
}
