package dev.gleaner.simulator;

import static dev.gleaner.simulator.Asked.GEMINI_3;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTest {

    private static String inline(String mimeType, byte[] bytes) {
        String data = Base64.getEncoder().encodeToString(bytes);
        return "{\"inlineData\":{\"mimeType\":\"" + mimeType + "\",\"data\":\"" + data + "\"}}";
    }

    private static String body(String... parts) {
        return "{\"contents\":[{\"role\":\"user\",\"parts\":[" + String.join(",", parts) + "]}]}";
    }

    private static int tokens(JsonNode answer, String modality) {
        for (JsonNode detail : answer.at("/usageMetadata/promptTokensDetails")) {
            if (detail.path("modality").asText().equals(modality)) {
                return detail.path("tokenCount").asInt();
            }
        }
        return 0;
    }

    @ParameterizedTest
    @CsvSource({
        "image/png, IMAGE, 10, 258",
        "audio/mp3, AUDIO, 32000, 64",
        "video/mp4, VIDEO, 250001, 516",
        "application/pdf, DOCUMENT, 10, 258",
        "text/csv, TEXT, 400, 101"
    })
    void inlineData_isCountedByModality(String mimeType, String modality, int bytes, int tokens) {
        JsonNode answer =
                Asked.answer(
                        GEMINI_3, body("{\"text\":\"1234\"}", inline(mimeType, new byte[bytes])));
        assertThat(tokens(answer, modality)).isEqualTo(tokens);
        assertThat(tokens(answer, "TEXT")).isPositive();
        int sum = 0;
        for (JsonNode detail : answer.at("/usageMetadata/promptTokensDetails")) {
            sum += detail.path("tokenCount").asInt();
        }
        assertThat(answer.at("/usageMetadata/promptTokenCount").asInt()).isEqualTo(sum);
        assertThat(Asked.parts(answer).get(0).path("text").asText())
                .contains("You sent " + mimeType + " of " + bytes + " bytes.");
    }

    @Test
    void pdf_isCountedByItsPages() {
        byte[] pdf = "/Type /Pages /Type /Page /Type/Page".getBytes(StandardCharsets.US_ASCII);
        JsonNode answer = Asked.answer(GEMINI_3, body(inline("application/pdf", pdf)));
        assertThat(tokens(answer, "DOCUMENT")).isEqualTo(516);
    }

    @Test
    void fileData_isCountedAndNamed() {
        String file = "{\"fileData\":{\"mimeType\":\"image/jpeg\",\"fileUri\":\"gs://b/a.jpg\"}}";
        JsonNode answer = Asked.answer(GEMINI_3, body(file));
        assertThat(tokens(answer, "IMAGE")).isEqualTo(258);
        assertThat(Asked.parts(answer).get(0).path("text").asText())
                .contains("You sent image/jpeg at gs://b/a.jpg.");
        String watched = "{\"file_data\":{\"file_uri\":\"https://youtu.be/x\"}}";
        assertThat(tokens(Asked.answer(GEMINI_3, body(watched)), "VIDEO")).isEqualTo(2580);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"a$b\"}}|Invalid value at"
                        + " 'contents[0].parts[0].inline_data.data' (TYPE_BYTES), Base64 decoding"
                        + " failed for \"a$b\"",
                "{\"inlineData\":{\"data\":\"YQ==\"}}|inline_data.mime_type: mime_type must be set",
                "{\"inlineData\":{\"mimeType\":\"application/zip\",\"data\":\"YQ==\"}}|Unsupported"
                        + " MIME type: application/zip",
                "{\"inlineData\":{\"mimeType\":\"image/png\"}}|required oneof field 'data' must"
                        + " have one initialized field",
                "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"YQ==\",\"size\":1}}|Unknown"
                        + " name \"size\" at 'contents[0].parts[0].inline_data'",
                "{\"inlineData\":\"YQ==\"}|Invalid value at 'contents[0].parts[0].inline_data'",
                "{\"fileData\":{\"mimeType\":\"image/png\"}}|file_uri must not be empty",
                "{\"fileData\":{\"fileUri\":\"gs://b/a\"}}|file_data.mime_type: mime_type must be"
                        + " set",
                "{}|contents[0].parts[0].data: required oneof field 'data'",
                "{\"text\":\"a\",\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"YQ==\"}}|oneof"
                    + " field 'data' is already set",
                "{\"text\":5}|Invalid value at 'contents[0].parts[0].text' (TYPE_STRING), 5"
            })
    void part_thatGoogleRefuses(String part, String why) {
        assertThat(Asked.refusal(GEMINI_3, body(part))).contains(why);
    }

    @Test
    void data_inTheUrlAlphabetWithoutPadding_isRead() {
        String part = "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"-_8\"}}";
        assertThat(Asked.parts(Asked.answer(GEMINI_3, body(part))).get(0).path("text").asText())
                .contains("of 2 bytes");
    }

    @Test
    void records_thatDifferInTheirPictureOnly_areDifferent() throws RejectedRequestException {
        String text = "{\"text\":\"What is it?\"}";
        GenerateRequest one =
                Asked.decode(
                        GEMINI_3,
                        Dialect.GEMINI_API,
                        body(text, inline("image/png", new byte[] {1})));
        GenerateRequest other =
                Asked.decode(
                        GEMINI_3,
                        Dialect.GEMINI_API,
                        body(text, inline("image/png", new byte[] {2})));
        assertThat(one.record()).isNotEqualTo(other.record());
        assertThat(one.prompt().hash()).isNotEqualTo(other.prompt().hash());
    }
}
