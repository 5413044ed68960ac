package dev.gleaner.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.limit.ModelPrice;
import dev.gleaner.limit.ModelPrice.TokenPrices;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.Usage;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded answer is decoded to what its name tells. */
class RecordedAnswersTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final ReplyDecoder decoder = WireFiles.decoder();

    static List<String> names() throws IOException {
        return WireFiles.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void recordedBody_isDecodedAsItsNameTells(String name) throws IOException {
        GeminiReply reply = decoder.answer(WireFiles.read(name));

        assertThat(reply)
                .as(name)
                .isInstanceOf(
                        name.contains("-success-")
                                ? GeminiReply.Answer.class
                                : GeminiReply.Failed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "unary-failure-api-key.json, 400, API_KEY_REJECTED",
        "unary-failure-api-key.txt, 400, API_KEY_REJECTED",
        "unary-failure-generativelanguage-api-not-enabled.json, 403, API_KEY_REJECTED",
        "unary-failure-unknown-model.json, 404, MODEL_NOT_FOUND",
        "unary-failure-unknown-model.txt, 404, MODEL_NOT_FOUND"
    })
    void recordedError_hasTheSameKindWithAnyStatus(String name, int status, FailureKind kind)
            throws IOException {
        byte[] body = WireFiles.read(name);
        GeminiReply asError =
                decoder.error(new ErrorResponse(status, "application/json", null, null, body));

        assertThat(((GeminiReply.Failed) asError).kind()).isEqualTo(kind);
        assertThat(((GeminiReply.Failed) asError).httpStatus()).isEqualTo(status);
        assertThat(((GeminiReply.Failed) decoder.answer(body)).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "unary-failure-finish-reason-safety.json, CONTENT_BLOCKED",
        "unary-failure-finish-reason-safety.txt, CONTENT_BLOCKED",
        "unary-failure-only-prompt-feedback.json, PROMPT_BLOCKED",
        "unary-failure-with-message-no-content.json, UNEXPECTED_FINISH"
    })
    void recordedOutcome_hasItsKind(String name, FailureKind kind) throws IOException {
        GeminiReply.Failed failed = (GeminiReply.Failed) decoder.answer(WireFiles.read(name));

        assertThat(failed.kind()).isEqualTo(kind);
        assertThat(failed.httpStatus()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("names")
    void textAndMetadata_equalWhatATreeSays(String name) throws IOException {
        byte[] body = WireFiles.read(name);
        JsonNode tree = MAPPER.readTree(body);

        AnswerMetadata metadata = decoder.answer(body).metadata();

        if (decoder.answer(body) instanceof GeminiReply.Answer answer) {
            assertThat(answer.text()).isEqualTo(text(tree));
        }
        assertThat(json(metadata.usageMetadata())).isEqualTo(tree.path("usageMetadata"));
        assertThat(json(metadata.groundingMetadata()))
                .isEqualTo(tree.path("candidates").path(0).path("groundingMetadata"));
        assertThat(metadata.usage().total())
                .isEqualTo(tree.path("usageMetadata").path("totalTokenCount").asLong());
        assertThat(metadata.usage().searchQueries())
                .isEqualTo(tree.at("/candidates/0/groundingMetadata/webSearchQueries").size());
        assertThat(metadata.responseId()).isEqualTo(tree.path("responseId").asText(null));
    }

    @Test
    void usage_isCopiedCompactWithAllItsFields() throws IOException {
        GeminiReply reply = decoder.answer(WireFiles.read("unary-success-code-execution.json"));

        assertThat(reply.metadata().usageMetadata())
                .asString(UTF_8)
                .isEqualTo(
                        "{\"promptTokenCount\":21,\"candidatesTokenCount\":96,"
                                + "\"totalTokenCount\":363,\"promptTokensDetails\":[{\"modality\":"
                                + "\"TEXT\",\"tokenCount\":21}],\"toolUsePromptTokenCount\":160,"
                                + "\"toolUsePromptTokensDetails\":[{\"modality\":\"TEXT\","
                                + "\"tokenCount\":160}],\"thoughtsTokenCount\":86}");
        assertThat(reply.metadata().usage()).isEqualTo(new Usage(21, 0, 96, 86, 160, 363, 0));
    }

    /** Tokens at gemini-2.5-flash's 0.30 and 2.50 dollars for a million, 35 for 1,000 searches. */
    @ParameterizedTest
    @CsvSource({
        // 21 + 160 at 300 and 96 + 86 at 2,500
        "unary-success-code-execution.json, 509300",
        // 14 at 300 and 2 + 24 at 2,500
        "unary-success-thinking-reply-thought-summary.json, 69200",
        // 118 + 1,961 at 300 and 312 + 46 at 2,500
        "unary-success-url-context-mixed-validity.json, 1518700",
        // 9 + 59 at 300, 288 + 87 at 2,500, and one search
        "unary-success-google-maps-grounding.json, 35957900",
        // 8 at 300, 60 at 2,500, and one search
        "unary-success-google-search-grounding.json, 35152400",
        "unary-failure-only-prompt-feedback.json, 0"
    })
    void recordedUsage_costsWhatItWouldBeBilledAt(String name, long nanoUsd) throws IOException {
        TokenPrices tokens = new TokenPrices(300, 30, 2_500);
        ModelPrice price =
                new ModelPrice(
                        "gemini-2.5-flash",
                        tokens,
                        tokens,
                        Long.MAX_VALUE,
                        35_000_000,
                        ModelPrice.SearchUnit.PROMPT);

        Usage usage = decoder.answer(WireFiles.read(name)).metadata().usage();

        assertThat(price.cost(usage)).isEqualTo(nanoUsd);
    }

    private static String text(JsonNode tree) {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : tree.path("candidates").path(0).path("content").path("parts")) {
            text.append(part.path("thought").asBoolean() ? "" : part.path("text").asText(""));
        }
        return text.toString();
    }

    private static JsonNode json(byte @Nullable [] bytes) throws IOException {
        return bytes == null ? MAPPER.missingNode() : MAPPER.readTree(bytes);
    }
}
