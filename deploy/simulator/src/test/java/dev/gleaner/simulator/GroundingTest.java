package dev.gleaner.simulator;

import static dev.gleaner.simulator.Asked.GEMINI_2;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroundingTest {

    private static final String SEARCH = ",\"tools\":[{\"googleSearch\":{}}]";
    private static final String PAGES = ",\"tools\":[{\"urlContext\":{}}]";

    private static JsonNode candidate(String text, String rest, @Nullable Fault fault) {
        JsonNode answer = Asked.answer(GEMINI_2, Asked.text(text, rest), fault, Envelope.VERTEX);
        return answer.at("/candidates/0");
    }

    @Test
    void ungrounded_hasNoMetadata() {
        assertThat(candidate("x", SEARCH, null).has("groundingMetadata")).isTrue();
        assertThat(candidate("x", SEARCH, Fault.UNGROUNDED).has("groundingMetadata")).isFalse();
    }

    @Test
    void queriesOnly_hasQueriesWithoutSources() {
        JsonNode metadata = candidate("x", SEARCH, Fault.QUERIES_ONLY).path("groundingMetadata");
        assertThat(metadata.path("webSearchQueries")).hasSize(1);
        assertThat(metadata.has("groundingChunks")).isFalse();
        assertThat(metadata.has("groundingSupports")).isFalse();
    }

    @Test
    void driftingOffsets_areTwoBytesOff_textsAreRight() {
        JsonNode right = candidate("Größe", SEARCH, null).path("groundingMetadata");
        JsonNode wrong =
                candidate("Größe", SEARCH, Fault.DRIFTING_OFFSETS).path("groundingMetadata");
        for (int i = 0; i < right.path("groundingSupports").size(); i++) {
            JsonNode before = right.path("groundingSupports").get(i).path("segment");
            JsonNode after = wrong.path("groundingSupports").get(i).path("segment");
            assertThat(after.path("endIndex").asInt())
                    .isEqualTo(before.path("endIndex").asInt() + 2);
            assertThat(after.path("text")).isEqualTo(before.path("text"));
        }
    }

    @Test
    void maps_findPlacesNearThePoint() {
        String rest =
                ",\"tools\":[{\"googleMaps\":{}}],\"toolConfig\":{\"retrievalConfig\":{\"latLng\":{\"latitude\":48.137,\"longitude\":11.575}}}";
        JsonNode metadata = candidate("coffee", rest, null).path("groundingMetadata");
        JsonNode place = metadata.at("/groundingChunks/0/maps");
        assertThat(place.path("title").asText()).isEqualTo("Simulated place 1 near 48.137,11.575");
        assertThat(place.path("uri").asText())
                .startsWith("https://maps.google.com/?cid=")
                .endsWith("&ll=48.137,11.575");
        assertThat(place.path("placeId").asText()).startsWith("places/");
        assertThat(metadata.has("webSearchQueries")).isFalse();
        assertThat(metadata.path("groundingSupports")).isNotEmpty();
    }

    @Test
    void maps_withoutAPoint_findPlacesAnywhere() {
        JsonNode metadata =
                candidate("coffee", ",\"tools\":[{\"google_maps\":{}}]", null)
                        .path("groundingMetadata");
        assertThat(metadata.at("/groundingChunks/1/maps/title").asText())
                .isEqualTo("Simulated place 2");
    }

    @Test
    void urlContext_readsEachPageOfThePrompt() {
        String text =
                "See https://example.org/a?b=c, http://gone.invalid/x and"
                        + " https://paywall.example.org. Again https://example.org/a?b=c";
        JsonNode candidate = candidate(text, PAGES, null);
        JsonNode read = candidate.at("/urlContextMetadata/urlMetadata");
        assertThat(read).hasSize(3);
        assertThat(read.get(0).path("retrievedUrl").asText())
                .isEqualTo("https://example.org/a?b=c");
        assertThat(read.get(0).path("urlRetrievalStatus").asText())
                .isEqualTo("URL_RETRIEVAL_STATUS_SUCCESS");
        assertThat(read.get(1).path("urlRetrievalStatus").asText())
                .isEqualTo("URL_RETRIEVAL_STATUS_ERROR");
        assertThat(read.get(2).path("urlRetrievalStatus").asText())
                .isEqualTo("URL_RETRIEVAL_STATUS_PAYWALL");
        assertThat(candidate.at("/groundingMetadata/groundingChunks")).hasSize(1);
        assertThat(candidate.at("/groundingMetadata/groundingChunks/0/web/uri").asText())
                .isEqualTo("https://example.org/a?b=c");
    }

    @Test
    void urlContext_countsWhatWasRead() {
        JsonNode none = Asked.answer(GEMINI_2, Asked.text("no page", PAGES));
        assertThat(none.path("usageMetadata").has("toolUsePromptTokenCount")).isFalse();
        assertThat(none.at("/candidates/0").has("urlContextMetadata")).isFalse();
        JsonNode one = Asked.answer(GEMINI_2, Asked.text("https://example.org", PAGES));
        JsonNode usage = one.path("usageMetadata");
        assertThat(usage.path("toolUsePromptTokenCount").asInt()).isPositive();
        assertThat(usage.path("totalTokenCount").asInt())
                .isEqualTo(
                        usage.path("promptTokenCount").asInt()
                                + usage.path("candidatesTokenCount").asInt()
                                + usage.path("toolUsePromptTokenCount").asInt());
    }

    @Test
    void urlContext_tooManyPages_isRefused() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 21; i++) {
            text.append("https://example.org/").append(i).append(' ');
        }
        assertThat(Asked.refusal(GEMINI_2, Asked.text(text.toString(), PAGES)))
                .isEqualTo("Number of urls to lookup exceeds the limit (21 > 20).");
    }
}
