package dev.gleaner.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.model.Prompt;
import dev.gleaner.text.StorableText;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestEncoderTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String SCHEMA =
            "{\"type\":\"OBJECT\",\"properties\":{\"a\":{\"type\":\"STRING\"}}}";

    @Test
    void question_isWrittenAsGeminiExpectsIt() throws Exception {
        RequestEncoder encoder =
                new RequestEncoder(
                        new RequestSettings(
                                "Be \"exact\".",
                                List.of(),
                                AnswerFormat.schema(SCHEMA),
                                "{\"maxOutputTokens\":2048,\"thinkingConfig\":{\"thinkingLevel\":\"LOW\"}}",
                                "{}"));

        assertThat(json(encoder.encode(Prompt.of("Zürich\n\"x\""))))
                .isEqualTo(
                        MAPPER.readTree(
                                """
                                {"systemInstruction":{"parts":[{"text":"Be \\"exact\\"."}]},
                                 "contents":[{"role":"user","parts":[{"text":"Zürich\\n\\"x\\""}]}],
                                 "generationConfig":{"maxOutputTokens":2048,
                                  "thinkingConfig":{"thinkingLevel":"LOW"},
                                  "responseMimeType":"application/json",
                                  "responseSchema":{"type":"OBJECT","properties":{"a":{"type":"STRING"}}}}}\
                                """));
    }

    @Test
    void questionWithoutOptionalParts_leavesThemOut() throws Exception {
        assertThat(encoder(null, null, "{}").encode(Prompt.of("x")))
                .asString(UTF_8)
                .isEqualTo(
                        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}],"
                            + "\"generationConfig\":{\"responseMimeType\":\"application/json\"}}");
    }

    @Test
    void repair_isThreeTurns() throws Exception {
        JsonNode request =
                json(
                        encoder("s", SCHEMA, "{}")
                                .encode(
                                        Prompt.of("question"),
                                        List.of(
                                                RequestEncoder.modelTurn("{bad"),
                                                RequestEncoder.userTurn("not \"JSON\"")),
                                        null));

        assertThat(request.path("contents"))
                .isEqualTo(
                        MAPPER.readTree(
                                """
                                [{"role":"user","parts":[{"text":"question"}]},
                                 {"role":"model","parts":[{"text":"{bad"}]},
                                 {"role":"user","parts":[{"text":"not \\"JSON\\""}]}]\
                                """));
        assertThat(request.path("generationConfig").has("responseSchema")).isTrue();
    }

    @Test
    void sharedPart_comesFirst() throws Exception {
        RequestEncoder encoder = encoder("system", SCHEMA, "{}");

        assertThat(encoder.encode(Prompt.of("x")))
                .asString(UTF_8)
                .startsWith("{\"systemInstruction\":");
    }

    @Test
    void anyText_comesBackAsItWas() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RequestEncoder encoder = encoder(null, null, "{}");
        for (int i = 0; i < 500; i++) {
            String text =
                    random.ints(random.nextInt(200), 0, 0x3000)
                            .collect(
                                    StringBuilder::new,
                                    StringBuilder::appendCodePoint,
                                    StringBuilder::append)
                            .append("\uD83D\uDE00".repeat(random.nextInt(3)))
                            .toString();

            JsonNode request = json(encoder.encode(Prompt.of(text)));

            assertThat(request.at("/contents/0/parts/0/text").textValue())
                    .as("seed %d, text %d", seed, i)
                    .isEqualTo(StorableText.of(text));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\uD83D", "\uDE00a", "\uD83Da", "\uDE00\uD83D"})
    void unpairedSurrogate_isReplaced(String text) throws IOException {
        RequestEncoder encoder = encoder(text, null, "{}");
        String storable = StorableText.of(text);
        assertThat(storable).contains("\uFFFD");

        JsonNode request = json(encoder.encode(Prompt.of(text)));

        assertThat(request.at("/contents/0/parts/0/text").textValue()).isEqualTo(storable);
        assertThat(request.at("/systemInstruction/parts/0/text").textValue()).isEqualTo(storable);
        assertThat(json(RequestEncoder.modelTurn(text).json()).at("/parts/0/text").textValue())
                .isEqualTo(storable);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "responseMimeType",
                "response_mime_type",
                "responseSchema",
                "response_schema",
                "responseJsonSchema",
                "response_json_schema",
                "responseFormat"
            })
    void settingThatCollides_isNamed(String field) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoder(null, null, "{\"seed\":1,\"" + field + "\":\"x\"}"))
                .withMessageContaining("model.generationConfig")
                .withMessageContaining(field)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("seed"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"[]", "1", "{", "{} {}", "{\"a\":1,\"a\":2}", "~~", "null"})
    void generationConfigThatIsNoObject_isRefused(String generationConfig) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoder(null, null, generationConfig))
                .withMessageContaining("model.generationConfig");
    }

    @Test
    void number_keepsItsDigits() throws Exception {
        assertThat(
                        encoder(
                                        null,
                                        null,
                                        "{\"temperature\":0.1234567890123456789,\"seed\":12345678901234567890}")
                                .encode(Prompt.of("")))
                .asString(UTF_8)
                .contains("0.1234567890123456789", "12345678901234567890");
    }

    private static RequestEncoder encoder(
            @Nullable String systemInstruction,
            @Nullable String responseSchema,
            String generationConfig) {
        return new RequestEncoder(
                new RequestSettings(
                        systemInstruction,
                        List.of(),
                        responseSchema == null
                                ? AnswerFormat.JSON
                                : AnswerFormat.schema(responseSchema),
                        generationConfig,
                        "{}"));
    }

    private static JsonNode json(byte[] body) throws IOException {
        return MAPPER.readTree(body);
    }
}
