package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.simulator.AnswerPart.ExecutableCode;
import dev.gleaner.simulator.AnswerPart.Text;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerCutterTest {

    private static final Usage USAGE =
            new Usage(TokenCounts.ofText(7), TokenCounts.NONE, TokenCounts.ofText(100), 5, 0);

    @Test
    void cut_anyText_isPutTogetherFromAtMostSoManyPieces() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 2000; i++) {
            String text = text(random, random.nextInt(40));
            int chunks = 1 + random.nextInt(12);
            List<AnswerPiece> pieces =
                    AnswerCutter.cut(answer(USAGE, new Text(text, false, "sig")), chunks);
            StringBuilder whole = new StringBuilder();
            for (AnswerPiece piece : pieces) {
                String part = ((Text) piece.parts().get(0)).text();
                assertThat(part.isEmpty() || !Character.isLowSurrogate(part.charAt(0))).isTrue();
                whole.append(part);
            }
            assertThat(whole).hasToString(text);
            assertThat(pieces).hasSizeBetween(1, chunks);
            assertThat(pieces.stream().filter(AnswerPiece::last).toList())
                    .containsExactly(pieces.get(pieces.size() - 1));
            assertThat(pieces.get(pieces.size() - 1).parts())
                    .first()
                    .extracting(part -> ((Text) part).signature())
                    .isEqualTo("sig");
        }
    }

    @Test
    void cut_otherParts_comeWholeAndInTheirOrder() {
        List<AnswerPiece> pieces =
                AnswerCutter.cut(
                        answer(
                                USAGE,
                                new Text("a thought", true, null),
                                Text.of("ab"),
                                new ExecutableCode("print(1)"),
                                Text.of("c")),
                        2);
        assertThat(pieces.stream().flatMap(piece -> piece.parts().stream()))
                .containsExactly(
                        new Text("a thought", true, null),
                        Text.of("a"),
                        Text.of("b"),
                        new ExecutableCode("print(1)"),
                        Text.of("c"));
    }

    @Test
    void cut_usage_risesToTheWhole() {
        List<AnswerPiece> pieces = AnswerCutter.cut(answer(USAGE, Text.of("abcd")), 4);
        assertThat(pieces.stream().map(AnswerCutterTest::candidates))
                .containsExactly(25, 50, 75, 100);
        assertThat(AnswerCutter.cut(answer(null, Text.of("abcd")), 4))
                .allSatisfy(piece -> assertThat(piece.usage()).isNull());
    }

    @Test
    void cut_withoutCandidate_isOnePiece() {
        Answer blocked = answer(USAGE, Text.of("abcd")).withKind(Answer.Kind.PROMPT_BLOCKED);
        assertThat(AnswerCutter.cut(blocked, 4)).containsExactly(AnswerPiece.whole(blocked));
    }

    private static int candidates(AnswerPiece piece) {
        Usage usage = piece.usage();
        return usage == null ? -1 : usage.candidates().total();
    }

    private static Answer answer(@Nullable Usage usage, AnswerPart... parts) {
        return new Answer(
                Answer.Kind.CANDIDATE, List.of(parts), "STOP", null, usage, CandidateNotes.NONE);
    }

    private static String text(SplittableRandom random, int letters) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < letters; i++) {
            text.append(random.nextInt(3) == 0 ? "\uD83D\uDE00" : "a");
        }
        return text.toString();
    }
}
