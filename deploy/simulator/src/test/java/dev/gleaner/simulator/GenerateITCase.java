package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GenerateITCase {

    private SimulatorServer server;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        server = SimulatorServer.start(SimulatorSettings.defaults());
        caller = new Caller(server);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void generate_schema_answersInVertexShape() throws Exception {
        HttpResponse<String> response = caller.generate(Caller.request("this is good news"));
        JsonNode body = Caller.json(response);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Caller.text(response))
                .isEqualTo("{\"mood\":\"good\",\"note\":\"this is good news\"}");
        assertThat(Caller.finishReason(response)).isEqualTo("STOP");
        assertThat(body.at("/usageMetadata/trafficType").asText()).isEqualTo("ON_DEMAND");
        assertThat(Instant.parse(body.path("createTime").asText())).isNotNull();
        assertThat(body.path("modelVersion").asText()).isEqualTo(Caller.MODEL);
        assertThat(body.path("responseId").asText()).hasSize(22);
    }

    @Test
    void generate_geminiApiEnvelope_hasIndexAndServiceTier() throws Exception {
        try (SimulatorServer other =
                SimulatorServer.start(
                        SimulatorSettings.defaults().withEnvelope(Envelope.GEMINI_API))) {
            HttpResponse<String> response = new Caller(other).generate(Caller.request("x"));
            JsonNode body = Caller.json(response);
            assertThat(body.at("/candidates/0/index").isInt()).isTrue();
            assertThat(body.at("/usageMetadata/serviceTier").asText()).isEqualTo("standard");
            assertThat(body.has("createTime")).isFalse();
            assertThat(response.headers().firstValue("x-gemini-service-tier")).contains("standard");
        }
    }

    @Test
    void generate_sameRequestTwice_sameIdAndAnswer() throws Exception {
        JsonNode first = Caller.json(caller.generate(Caller.request("nothing to see")));
        JsonNode second = Caller.json(caller.generate(Caller.request("nothing to see")));
        assertThat(first.path("responseId")).isEqualTo(second.path("responseId"));
        assertThat(first.path("candidates")).isEqualTo(second.path("candidates"));
    }

    @Test
    void generate_thinking_countsThoughtsAndShowsThem() throws Exception {
        HttpResponse<String> response =
                caller.generate(
                        """
                        {"contents":[{"role":"user","parts":[{"text":"hi"}]}],
                         "generationConfig":{"thinking_config":{"thinking_level":"low","include_thoughts":true}}}\
                        """);
        JsonNode usage = Caller.json(response).path("usageMetadata");
        assertThat(Caller.json(response).at("/candidates/0/content/parts/0/thought").asBoolean())
                .isTrue();
        assertThat(Caller.json(response).at("/candidates/0/content/parts/1/text").asText())
                .startsWith("You wrote: hi");
        assertThat(usage.path("thoughtsTokenCount").asInt()).isPositive();
        assertThat(usage.path("totalTokenCount").asInt())
                .isEqualTo(
                        usage.path("promptTokenCount").asInt()
                                + usage.path("candidatesTokenCount").asInt()
                                + usage.path("thoughtsTokenCount").asInt());
    }

    @Test
    void generate_search_groundsByBytes() throws Exception {
        HttpResponse<String> response =
                caller.generate(
                        """
                        {"contents":[{"parts":[{"text":"Wetter in Zürich. Größe 😀. Ende"}]}],
                         "tools":[{"google_search":{}}]}\
                        """);
        JsonNode metadata = Caller.json(response).at("/candidates/0/groundingMetadata");
        byte[] text = Caller.text(response).getBytes(StandardCharsets.UTF_8);
        assertThat(metadata.path("webSearchQueries").path(0).asText()).startsWith("Wetter");
        assertThat(metadata.path("groundingSupports").size()).isGreaterThan(2);
        for (JsonNode support : metadata.path("groundingSupports")) {
            JsonNode segment = support.path("segment");
            byte[] slice =
                    Arrays.copyOfRange(
                            text,
                            segment.path("startIndex").asInt(0),
                            segment.path("endIndex").asInt());
            assertThat(new String(slice, StandardCharsets.UTF_8))
                    .isEqualTo(segment.path("text").asText());
            int chunk = support.at("/groundingChunkIndices/0").asInt();
            assertThat(metadata.at("/groundingChunks/" + chunk + "/web/uri").asText())
                    .startsWith("https://");
        }
        assertThat(Caller.json(response).at("/usageMetadata/toolUsePromptTokenCount").asInt())
                .isPositive();
    }

    @Test
    void generate_plainEnum_answersTheBareValue() throws Exception {
        HttpResponse<String> response =
                caller.generate(
                        """
                        {"contents":[{"parts":[{"text":"a bad day"}]}],"generationConfig":
                         {"responseMimeType":"text/x.enum","responseSchema":{"type":"STRING","enum":["good","bad"]}}}\
                        """);
        assertThat(Caller.text(response)).isEqualTo("bad");
    }

    @Test
    void generate_maxOutputTokens_cutsTheAnswer() throws Exception {
        String body =
                Caller.request("this is good")
                        .replace(
                                "\"responseMimeType\"",
                                "\"maxOutputTokens\":3,\"responseMimeType\"");
        HttpResponse<String> response = caller.generate(body);
        assertThat(Caller.finishReason(response)).isEqualTo("MAX_TOKENS");
        assertThat(Caller.text(response)).hasSize(12);
    }

    @Test
    void stream_sse_piecesMakeTheWhole() throws Exception {
        HttpResponse<String> response =
                caller.post(":streamGenerateContent?alt=sse", Caller.request("good"));
        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(response.body()).endsWith("\r\n\r\n");
        List<String> events = List.of(response.body().split("\r\n\r\n"));
        StringBuilder text = new StringBuilder();
        for (String event : events) {
            assertThat(event).startsWith("data: {");
            JsonNode body = Caller.json(event.substring("data: ".length()));
            text.append(body.at("/candidates/0/content/parts/0/text").asText());
            boolean last = event.equals(events.get(events.size() - 1));
            assertThat(body.at("/candidates/0/finishReason").isMissingNode()).isNotEqualTo(last);
            assertThat(body.at("/usageMetadata/totalTokenCount").isMissingNode())
                    .isNotEqualTo(last);
        }
        assertThat(events).hasSizeGreaterThan(2);
        assertThat(text).hasToString("{\"mood\":\"good\",\"note\":\"good\"}");
    }

    @Test
    void stream_withoutSse_isAnArray() throws Exception {
        HttpResponse<String> response =
                caller.post(":streamGenerateContent", Caller.request("good"));
        assertThat(Caller.json(response).isArray()).isTrue();
        assertThat(response.body()).contains("\n,\r\n");
    }

    @Test
    void countTokens_both_forms_countAQuarterOfTheBytes() throws Exception {
        String contents = "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"12345678\"}]}]";
        HttpResponse<String> plain = caller.post(":countTokens", "{" + contents + "}");
        HttpResponse<String> inner =
                caller.post(
                        ":countTokens",
                        "{\"generateContentRequest\":{\"model\":\"models/x\"," + contents + "}}");
        assertThat(Caller.json(plain).path("totalTokens").asInt()).isEqualTo(2);
        assertThat(Caller.json(inner).path("totalTokens").asInt()).isEqualTo(2);
    }

    @Test
    void path_v1_isAcceptedToo() throws Exception {
        HttpRequest.Builder request =
                caller.path("/v1/models/" + Caller.MODEL + ":generateContent")
                        .header("Authorization", "Bearer k")
                        .POST(HttpRequest.BodyPublishers.ofString(Caller.request("good")));
        assertThat(caller.send(request).statusCode()).isEqualTo(200);
    }

    @Test
    void path_unknown_isGooglesHtml404() throws Exception {
        HttpResponse<String> response = caller.send(caller.path("/v1beta/nothing"));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("content-type").orElseThrow())
                .startsWith("text/html");
        assertThat(caller.send(caller.path("/health")).statusCode()).isEqualTo(200);
    }
}
