package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StreamedAnswerTest {
    private static final long SECOND = 1_000_000_000;

    private long now = 77;
    private final StreamedAnswer answer =
            new StreamedAnswer(WireFiles.decoder().stream(), Duration.ofSeconds(5), () -> now);

    @Test
    void requestThatWaitsToBeSent_mayBeSilent() {
        now += 60 * SECOND;
        assertThat(answer.nanosLeft()).isEqualTo(5 * SECOND);

        answer.sent();
        now += 2 * SECOND;
        assertThat(answer.nanosLeft()).isEqualTo(3 * SECOND);
    }

    @Test
    void bytesOfEvents_breakTheSilenceAndCommentsDoNot() {
        answer.sent();
        now += 4 * SECOND;
        read(": alive\n\n");
        assertThat(answer.nanosLeft()).isEqualTo(SECOND);

        read("data: {\"cand");
        assertThat(answer.nanosLeft()).isEqualTo(5 * SECOND);
        now += 6 * SECOND;
        assertThat(answer.nanosLeft()).isEqualTo(-SECOND);
    }

    @Test
    void firstToken_isTheFirstEventWithContentOfTheCandidate() {
        answer.sent();
        now += SECOND;
        read("data: {\"usageMetadata\":{\"promptTokenCount\":1}}\n\n");
        read("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}]}}]}\n\n");
        now += SECOND;
        read(
                "data:"
                    + " {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\",\"thought\":true}]}}]}");
        now += SECOND;
        read("\n\n");
        now += SECOND;
        read("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}\n\n");

        assertThat(answer.end().metadata().firstTokenNanos()).isEqualTo(3 * SECOND);
    }

    @Test
    void answerWithoutContent_hasNoFirstToken() {
        answer.sent();
        now += SECOND;
        read("data: {\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}\n\n");

        assertThat(answer.end().metadata().firstTokenNanos()).isZero();
    }

    private void read(String piece) {
        assertThat(answer.read(WireFiles.utf8(piece))).isTrue();
    }
}
