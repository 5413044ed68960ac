package dev.gleaner.simulator;

import dev.gleaner.simulator.Answer.Kind;
import dev.gleaner.simulator.AnswerPart.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts an answer into the pieces of a stream: a text into several, every other part as it is, in
 * their order. The usage rises from piece to piece. Stateless.
 */
final class AnswerCutter {

    private AnswerCutter() {}

    /** At least one piece; the texts put together give the whole. */
    static List<AnswerPiece> cut(Answer answer, int chunks) {
        List<AnswerPart> parts = new ArrayList<>();
        if (answer.kind() == Kind.CANDIDATE) {
            answer.parts().forEach(part -> cut(part, chunks, parts));
        }
        if (parts.size() < 2) {
            return List.of(AnswerPiece.whole(answer));
        }
        List<AnswerPiece> pieces = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            boolean last = i == parts.size() - 1;
            Usage usage = last ? answer.usage() : risen(answer.usage(), i + 1, parts.size());
            pieces.add(new AnswerPiece(answer, List.of(parts.get(i)), usage, i == 0, last));
        }
        return pieces;
    }

    /** Adds a text in several parts, anything else as it is. */
    private static void cut(AnswerPart part, int chunks, List<AnswerPart> parts) {
        if (!(part instanceof Text said) || said.thought()) {
            parts.add(part);
            return;
        }
        String text = said.text();
        int step = Math.max(1, (text.length() + chunks - 1) / chunks);
        int from = 0;
        while (text.length() - from > step) {
            int to = from + step;
            to += Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0;
            parts.add(Text.of(text.substring(from, to)));
            from = to;
        }
        parts.add(new Text(text.substring(from), false, said.signature()));
    }

    private static @Nullable Usage risen(@Nullable Usage usage, int pieces, int of) {
        if (usage == null) {
            return null;
        }
        long text = usage.candidates().text();
        return usage.withCandidates(TokenCounts.ofText((int) (text * pieces / of)));
    }
}
