package dev.gleaner.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gemini.AnswerContent;
import dev.gleaner.gemini.AnswerFormat;
import dev.gleaner.gemini.AnswerMetadata;
import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.gemini.RequestEncoder;
import dev.gleaner.gemini.RequestSettings;
import dev.gleaner.limit.Demand;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.Prompt;
import dev.gleaner.model.PromptPart;
import dev.gleaner.model.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

class BilledUsageTest {
    private static final RequestSize SIZE = new RequestSize(1_000, 0, 0);
    private static final Demand DEMAND = new Demand(250, 0);
    private static final String TEXT = "x".repeat(400);
    private static final long ABSURD = 1_000_000_000_000L;

    private static RequestEncoder encoder(String config, String fields) {
        return new RequestEncoder(
                new RequestSettings(null, List.of(), AnswerFormat.TEXT, config, fields));
    }

    private static Prompt question(PromptPart... parts) {
        return new Prompt(List.of(parts), null);
    }

    private static BilledUsage billed(GeminiReply reply) {
        return BilledUsage.of(reply, encoder("{}", "{}"), question(), SIZE, DEMAND);
    }

    private static GeminiReply answer(Usage usage) {
        return new GeminiReply.Answer(
                TEXT, AnswerContent.NONE, AnswerMetadata.NONE.withUsage(usage));
    }

    private static Usage usage(BilledUsage billed) {
        return billed.reply().metadata().usage();
    }

    @Test
    void answerWithoutUsage_isEstimatedByLength() {
        BilledUsage billed = billed(answer(Usage.NONE));
        assertThat(billed.estimated()).isTrue();
        assertThat(usage(billed)).isEqualTo(new Usage(250, 0, 100, 0, 0, 350, 0));
    }

    @Test
    void missingCandidates_areEstimated_andTheRestIsKept() {
        BilledUsage billed = billed(answer(new Usage(200, 50, 0, 30, 7, 237, 1)));
        assertThat(billed.estimated()).isTrue();
        assertThat(usage(billed)).isEqualTo(new Usage(200, 50, 100, 30, 7, 337, 1));
    }

    @Test
    void missingCandidates_areTheRestOfTheTotal_ifThatIsMore() {
        BilledUsage billed = billed(answer(new Usage(200, 0, 0, 30, 0, 530, 0)));
        assertThat(usage(billed)).isEqualTo(new Usage(200, 0, 300, 30, 0, 530, 0));
    }

    @Test
    void completeUsage_staysAsItIs() {
        GeminiReply told = answer(new Usage(200, 0, 90, 30, 0, 320, 0));
        assertThat(billed(told)).isEqualTo(new BilledUsage(told, false, false));
    }

    @Test
    void failureWithoutUsage_isNotEstimated() {
        GeminiReply failed =
                new GeminiReply.Failed(
                        FailureKind.SERVER_ERROR, "x", 500, null, AnswerMetadata.NONE);
        assertThat(billed(failed)).isEqualTo(new BilledUsage(failed, false, false));
    }

    @Test
    void absurdCounts_areCappedByWhatTheRequestAllows() {
        BilledUsage billed =
                BilledUsage.of(
                        answer(new Usage(ABSURD, ABSURD, ABSURD, ABSURD, ABSURD, ABSURD, 0)),
                        encoder("{\"maxOutputTokens\":100}", "{}"),
                        question(),
                        SIZE,
                        DEMAND);
        assertThat(billed.capped()).isTrue();
        Usage usage = usage(billed);
        assertThat(usage.prompt()).isEqualTo(2 * 1_000 + 4_096);
        assertThat(usage.cached()).isEqualTo(usage.prompt());
        assertThat(usage.candidates()).isEqualTo(2 * 100 + 4_096);
        assertThat(usage.thoughts()).isEqualTo(usage.candidates());
        assertThat(usage.toolUse()).isEqualTo(2_097_152);
        assertThat(usage.total()).isLessThan(3_000_000);
    }

    @Test
    void failure_isCappedToo() {
        GeminiReply failed =
                new GeminiReply.Failed(
                        FailureKind.TRUNCATED,
                        "x",
                        200,
                        null,
                        AnswerMetadata.NONE.withUsage(new Usage(ABSURD, 0, 1, 0, 0, 1, 0)));
        assertThat(usage(billed(failed)).prompt()).isEqualTo(6_096);
    }

    @Test
    void longPrompt_isNotCapped_ifTheRequestDoesNotShowIt() {
        GeminiReply told = answer(new Usage(900_000, 0, 100, 0, 0, 900_100, 0));
        RequestEncoder cached = encoder("{}", "{\"cachedContent\":\"cachedContents/a\"}");
        RequestEncoder searching = encoder("{}", "{\"tools\":[{\"googleSearch\":{}}]}");
        Prompt file = question(new PromptPart.File("video/mp4", "gs://a/b"));
        assertThat(BilledUsage.of(told, cached, question(), SIZE, DEMAND).capped()).isFalse();
        assertThat(BilledUsage.of(told, searching, question(), SIZE, DEMAND).capped()).isFalse();
        assertThat(BilledUsage.of(told, encoder("{}", "{}"), file, SIZE, DEMAND).capped())
                .isFalse();
        assertThat(billed(told).capped()).isTrue();
    }
}
