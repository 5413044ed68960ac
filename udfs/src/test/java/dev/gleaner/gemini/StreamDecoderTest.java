package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.gleaner.model.FailureKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamDecoderTest {
    private static final String USAGE = "\"usageMetadata\":{\"totalTokenCount\":%d}";
    private static final String ERROR =
            """
            {
              "error": {
                "code": 503,
                "message": "The model is overloaded.",
                "status": "UNAVAILABLE",
                "details": [{"@type": "x", "retryDelay": "7s"}]
              }
            }
            """;

    private final ReplyDecoder decoder = WireFiles.decoder();

    @Test
    void pieces_areJoinedAndTheLastUsageCounts() {
        GeminiReply.Answer answer =
                (GeminiReply.Answer)
                        decode(
                                data(text("one ", null, 9)),
                                data(text("two", null, 21)),
                                data(text("", "STOP", 17)));

        assertThat(answer.text()).isEqualTo("one two");
        assertThat(answer.metadata().usage().total()).isEqualTo(17);
        assertThat(answer.metadata().finishReason()).isEqualTo("STOP");
    }

    @Test
    void errorBehindGoodEvents_isTheOutcomeAndWhatWasBilledIsKept() {
        for (String error : List.of(ERROR, "[" + ERROR + "]", data(ERROR.replace("\n", "")))) {
            StreamDecoder stream = decoder.stream();
            assertThat(stream.read(WireFiles.utf8(data(text("one", null, 9))))).isTrue();
            assertThat(stream.read(WireFiles.utf8(error))).isFalse();

            GeminiReply.Failed failed = (GeminiReply.Failed) stream.end(0);
            assertThat(failed.kind()).isEqualTo(FailureKind.OVERLOADED);
            assertThat(failed.retryDelay()).isEqualTo(Duration.ofSeconds(7));
            assertThat(failed.detail()).contains("The model is overloaded.");
            assertThat(failed.metadata().usage().total()).isEqualTo(9);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"finishReason\":\"\",",
                "\"finishReason\":\"FINISH_REASON_UNSPECIFIED\","
            })
    void streamWithoutAFinishReason_isBroken(String reason) {
        String last =
                "{\"candidates\":[{"
                        + reason
                        + "\"content\":{\"parts\":[{\"text\":\"a\"}]}}],"
                        + USAGE.formatted(5)
                        + "}";

        GeminiReply.Failed failed = (GeminiReply.Failed) decode(data(last));

        assertThat(failed.kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
        assertThat(failed.detail()).contains("without a finishReason");
        assertThat(failed.metadata().usage().total()).isEqualTo(5);
    }

    @Test
    void metadataAlone_isABrokenStream() {
        assertThat(kind(data("{" + USAGE.formatted(5) + "}")))
                .isEqualTo(FailureKind.CONNECTION_FAILED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                              | CONNECTION_FAILED",
                ": alive                         | CONNECTION_FAILED",
                "data: {\"candidates\":[{\"con   | CONNECTION_FAILED",
                "{\"error\": {\"code\": 503,     | CONNECTION_FAILED",
                "<html>                          | NOT_GEMINI",
                "data: hello                     | NOT_GEMINI",
                "data: [DONE]                    | CONNECTION_FAILED",
                "data: {\"choices\":[]}          | NOT_GEMINI",
                "data: {\"candidates\" 1}        | NOT_GEMINI"
            })
    void whatIsNoStreamOfGemini_hasItsKind(String body, FailureKind kind) {
        assertThat(kind(body)).isEqualTo(kind);
    }

    @Test
    void promptBlockedInTheFirstEvent_isTheOutcome() {
        String blocked = "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}";

        assertThat(kind(data(blocked))).isEqualTo(FailureKind.PROMPT_BLOCKED);
        assertThat(kind(data(blocked), data(text("a", null, 1))))
                .isEqualTo(FailureKind.PROMPT_BLOCKED);
    }

    @Test
    void whatResellersAdd_isPassedOver() {
        GeminiReply reply =
                decode(": PROCESSING\n\n", data(text("a", "STOP", 1)), data(" "), data("[DONE]"));

        assertThat(reply).isInstanceOf(GeminiReply.Answer.class);
    }

    @Test
    void answerInOnePiece_isRead() {
        assertThat(decode(text("a", "STOP", 1))).isInstanceOf(GeminiReply.Answer.class);
    }

    @Test
    void loop_endsTheStreamAtOnceAndWhatWasBilledIsKept() {
        StreamDecoder stream = decoder.stream();
        int events = 1;
        while (stream.read(WireFiles.utf8(data(text("\\n\\n        ", null, events))))) {
            events++;
        }

        GeminiReply.Failed failed = (GeminiReply.Failed) stream.end(0);
        assertThat(failed.kind()).isEqualTo(FailureKind.REPETITIVE_ANSWER);
        assertThat(failed.metadata().usage().total()).isEqualTo(events);
        assertThat(events).isBetween(1_639, 2_100);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\\\"n\\\":1}', true",
        "'[1]', true",
        "'{\\\"n\\\":', false",
        "'{\\\"n\\\":1} {', false",
        "'12', false"
    })
    void whiteSpaceBehindJson_endsTheStreamAtOnceWithItsAnswer(String json, boolean complete) {
        StreamDecoder stream = decoder.stream();
        assertThat(stream.read(WireFiles.utf8(data(text(json, null, 7))))).isTrue();
        int events = 1;
        while (stream.read(WireFiles.utf8(data(text("\\n\\n", null, 8))))) {
            events++;
        }

        GeminiReply reply = stream.end(0);
        assertThat(events).isLessThan(2_100);
        assertThat(reply instanceof GeminiReply.Answer).isEqualTo(complete);
        assertThat(reply.metadata().usage().total()).isEqualTo(8);
    }

    @Test
    void repetitiveAnswerThatIsFinished_isAnAnswer() {
        String text = "0,".repeat(30_000);

        assertThat(decode(data(text(text, "STOP", 1)))).isInstanceOf(GeminiReply.Answer.class);
        assertThat(kind(data(text(text, null, 1)), data(text("", "STOP", 1))))
                .isEqualTo(FailureKind.REPETITIVE_ANSWER);
    }

    @Test
    void streamBeyondItsLimit_isTooLargeAndWhatWasBilledIsKept() {
        StreamDecoder stream = decoder.stream();
        long bytes = 0;
        for (int i = 0; stream.read(WireFiles.utf8(data(text("a" + i, null, 3)))); i++) {
            bytes += data(text("a" + i, null, 3)).length();
        }

        GeminiReply.Failed failed = (GeminiReply.Failed) stream.end(0);
        assertThat(failed.kind()).isEqualTo(FailureKind.ANSWER_TOO_LARGE);
        assertThat(failed.metadata().usage().total()).isEqualTo(3);
        assertThat(bytes).isLessThanOrEqualTo(EndpointSettings.DEFAULT_MAX_ANSWER_BYTES);
    }

    @Test
    void hostileEvents_takeNoLongerThanTheirSize() {
        for (String body :
                List.of(
                        "[".repeat(3_000_000),
                        "data: " + "[".repeat(3_000_000),
                        "data:\n".repeat(500_000),
                        "\n".repeat(3_000_000),
                        "{}".repeat(300_000),
                        data("{}").repeat(300_000),
                        "data: {\"candidates\":[{\"content\":{\"parts\":["
                                + "{\"text\":\"ab\"},".repeat(200_000)
                                + "{}]}}]}\n\n")) {
            GeminiReply reply =
                    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> decode(body));
            assertThat(reply).isInstanceOf(GeminiReply.Failed.class);
        }
    }

    private FailureKind kind(String... events) {
        return ((GeminiReply.Failed) decode(events)).kind();
    }

    private GeminiReply decode(String... events) {
        StreamDecoder stream = decoder.stream();
        for (String event : events) {
            boolean unused = stream.read(WireFiles.utf8(event));
        }
        return stream.end(0);
    }

    private static String data(String json) {
        return "data: " + json + "\r\n\r\n";
    }

    private static String text(String text, @Nullable String finishReason, int tokens) {
        String reason = finishReason == null ? "" : "\"finishReason\":\"" + finishReason + "\",";
        return "{\"candidates\":[{"
                + reason
                + "\"content\":{\"parts\":[{\"text\":\""
                + text
                + "\"}]}}],"
                + USAGE.formatted(tokens)
                + "}";
    }
}
