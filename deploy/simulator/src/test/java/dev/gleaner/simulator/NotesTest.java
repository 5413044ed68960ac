package dev.gleaner.simulator;

import static dev.gleaner.simulator.Asked.GEMINI_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotesTest {

    private static final String SAFETY =
            ",\"safetySettings\":[{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"BLOCK_NONE\"},"
                + "{\"category\":\"HARM_CATEGORY_DANGEROUS_CONTENT\",\"threshold\":\"OFF\"}]";

    @Test
    void logprobs_areToldForEachToken() {
        String body =
                Asked.text(
                        "Größe 😀",
                        ",\"generationConfig\":{\"responseLogprobs\":true,\"logprobs\":2}");
        JsonNode candidate =
                Asked.answer(GEMINI_2, body, null, Envelope.GEMINI_API).at("/candidates/0");
        JsonNode result = candidate.path("logprobsResult");
        StringBuilder text = new StringBuilder();
        double sum = 0;
        for (JsonNode token : result.path("chosenCandidates")) {
            text.append(token.path("token").asText());
            sum += token.path("logProbability").asDouble();
        }
        int tokens = result.path("chosenCandidates").size();
        assertThat(text).hasToString(candidate.at("/content/parts/0/text").asText());
        assertThat(candidate.path("avgLogprobs").asDouble()).isCloseTo(sum / tokens, within(1e-9));
        assertThat(candidate.path("avgLogprobs").asDouble()).isNegative();
        assertThat(result.path("topCandidates")).hasSize(tokens);
        assertThat(result.at("/topCandidates/0/candidates")).hasSize(2);
        assertThat(result.at("/topCandidates/0/candidates/0"))
                .isEqualTo(result.at("/chosenCandidates/0"));
    }

    @Test
    void logprobs_neverHalveACharacter() {
        for (int before = 0; before < 4; before++) {
            String text = "x".repeat(before) + "\ud83d\ude00\ud83d\ude00\ud83d\ude00";
            assertThat(LogProbs.of(text, 0).tokens())
                    .allSatisfy(
                            token -> {
                                String said = token.text();
                                assertThat(Character.isLowSurrogate(said.charAt(0))).isFalse();
                                assertThat(said).isNotEmpty();
                            });
        }
    }

    @Test
    void logprobs_unasked_areAnAverageOnVertexOnly() {
        String body = Asked.text("x", "");
        assertThat(Asked.answer(GEMINI_2, body).at("/candidates/0").has("avgLogprobs")).isTrue();
        JsonNode other = Asked.answer(GEMINI_2, body, null, Envelope.GEMINI_API);
        assertThat(other.at("/candidates/0").has("avgLogprobs")).isFalse();
    }

    @Test
    void safetySettings_areRated() {
        JsonNode vertex =
                Asked.answer(GEMINI_2, Asked.text("x", SAFETY)).at("/candidates/0/safetyRatings");
        assertThat(vertex).hasSize(2);
        assertThat(vertex.get(0).path("category").asText()).isEqualTo("HARM_CATEGORY_HARASSMENT");
        assertThat(vertex.get(0).path("probability").asText()).isEqualTo("NEGLIGIBLE");
        assertThat(vertex.get(0).path("severity").asText()).isEqualTo("HARM_SEVERITY_NEGLIGIBLE");
        JsonNode other = Asked.answer(GEMINI_2, Asked.text("x", SAFETY), null, Envelope.GEMINI_API);
        assertThat(other.at("/candidates/0/safetyRatings/0").has("severity")).isFalse();
    }

    @Test
    void blockedAnswer_isRatedOnceForEachCategory() {
        JsonNode ratings =
                Asked.answer(GEMINI_2, Asked.text("x", SAFETY), Fault.SAFETY, Envelope.VERTEX)
                        .at("/candidates/0/safetyRatings");
        assertThat(ratings).hasSize(2);
        assertThat(ratings.get(0).path("blocked").asBoolean()).isTrue();
        assertThat(ratings.get(1).path("category").asText()).isEqualTo("HARM_CATEGORY_HARASSMENT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"category\":\"HARM_CATEGORY_FUN\"}|Invalid value at"
                        + " 'safety_settings[0].category'",
                "{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"BLOCK_SOME\"}|Invalid"
                        + " value at 'safety_settings[0].threshold'",
                "{\"threshold\":\"OFF\"}|category is required",
                "{\"category\":\"HARM_CATEGORY_HARASSMENT\"},{\"category\":\"HARM_CATEGORY_HARASSMENT\"}|duplicate"
                    + " category",
                "{\"kind\":1}|Unknown name \"kind\" at 'safety_settings[0]'"
            })
    void safetySetting_thatGoogleRefuses(String settings, String why) {
        assertThat(
                        Asked.refusal(
                                GEMINI_2,
                                Asked.text("x", ",\"safetySettings\":[" + settings + "]")))
                .contains(why);
    }

    @Test
    void citations_areSpelledAsEachApiSpellsThem() {
        String body = Asked.text("x", "");
        JsonNode vertex = Asked.answer(GEMINI_2, body, Fault.CITATIONS, Envelope.VERTEX);
        JsonNode other = Asked.answer(GEMINI_2, body, Fault.CITATIONS, Envelope.GEMINI_API);
        assertThat(
                        vertex.at("/candidates/0/citationMetadata/citations/0/publicationDate/year")
                                .asInt())
                .isEqualTo(2020);
        assertThat(other.at("/candidates/0/citationMetadata/citationSources/0/uri").asText())
                .startsWith("https://");
        assertThat(other.at("/candidates/0/citationMetadata/citationSources/0/endIndex").asInt())
                .isEqualTo(Asked.parts(other).get(0).path("text").asText().length());
    }
}
