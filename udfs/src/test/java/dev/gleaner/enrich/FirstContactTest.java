package dev.gleaner.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.limit.JobBoard;
import dev.gleaner.model.FailureKind;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class FirstContactTest {
    private static final int CONFIRMED = 3;

    private final Board board = new Board();
    private final FirstContact contact = new FirstContact(false, 0, board);

    /** Answers at once. */
    private static final class Board implements JobBoard {
        private long[] numbers = JobBoard.empty();
        private boolean unreachable;

        @Override
        public CompletionStage<long[]> exchange(String name, long[] value, Merge merge) {
            if (unreachable) {
                return CompletableFuture.failedFuture(new IOException("no JobMaster"));
            }
            numbers = merge.merge(numbers, value);
            return CompletableFuture.completedFuture(numbers);
        }
    }

    private static boolean isWrong(FirstContact contact, int failures) {
        return contact.isWrongAddress(FailureKind.NOT_GEMINI, failures, false, failures);
    }

    @Test
    void anotherSubtaskWasAnswered_theAddressIsRight() {
        new FirstContact(false, 0, board).answered();
        assertThat(isWrong(contact, 1)).isFalse();
        assertThat(isWrong(contact, CONFIRMED)).isFalse();
        assertThat(contact.isMade()).isTrue();
    }

    @Test
    void noSubtaskWasAnswered_theAddressIsWrong() {
        assertThat(isWrong(new FirstContact(false, 0, board), 1)).isFalse();
        assertThat(isWrong(contact, 1)).isFalse();
        assertThat(isWrong(contact, CONFIRMED)).isTrue();
    }

    @Test
    void othersCannotBeAsked_theSubtaskDecidesAlone() {
        new FirstContact(false, 0, board).answered();
        board.unreachable = true;
        assertThat(isWrong(contact, 1)).isFalse();
        assertThat(isWrong(contact, CONFIRMED)).isTrue();
    }

    /** The answer comes on the thread of the board, after the failure that asked for it. */
    @Test
    void anotherSubtaskIsAnsweredMeanwhile_countsFromTheNextFailureOn() {
        assertThat(isWrong(contact, 1)).isFalse();
        new FirstContact(false, 0, board).answered();
        assertThat(isWrong(contact, 2)).isFalse();
        assertThat(isWrong(contact, CONFIRMED)).isFalse();
    }
}
