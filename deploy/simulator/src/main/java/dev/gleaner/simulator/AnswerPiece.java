package dev.gleaner.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one response carries of an answer: all of it, or a piece of a stream.
 *
 * @param answer the whole
 * @param parts those of this piece
 * @param usage so far, null if it is left out
 * @param first whether it has what is known before the answer
 * @param last whether it has the finish reason, the final usage and the notes
 */
record AnswerPiece(
        Answer answer, List<AnswerPart> parts, @Nullable Usage usage, boolean first, boolean last) {

    static AnswerPiece whole(Answer answer) {
        return new AnswerPiece(answer, answer.parts(), answer.usage(), true, true);
    }
}
