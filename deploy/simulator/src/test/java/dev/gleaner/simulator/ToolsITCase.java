package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ToolsITCase {

    private static final String TOOLS =
            "\"tools\":[{\"functionDeclarations\":[{\"name\":\"price\",\"parameters\":{\"type\":\"OBJECT\","
                + "\"properties\":{\"city\":{\"type\":\"STRING\"}},\"required\":[\"city\"]}}]}]";

    private static SimulatorServer server;
    private static Caller caller;

    @BeforeAll
    static void start() throws IOException {
        server = SimulatorServer.start(SimulatorSettings.defaults());
        caller = new Caller(server);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void lookUp_callThenResponse_leadsToAnAnswerThatQuotesIt() throws Exception {
        String user = "{\"role\":\"user\",\"parts\":[{\"text\":\"a room in Rome\"}]}";
        HttpResponse<String> first = caller.generate("{\"contents\":[" + user + "]," + TOOLS + "}");
        JsonNode content = Caller.json(first).at("/candidates/0/content");
        assertThat(content.at("/parts/0/functionCall/args/city").asText())
                .isEqualTo("a room in Rome");
        String response =
                "{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"id\":\"%s\",\"name\":\"price\",\"response\":{\"eur\":120}}}]}"
                        .formatted(content.at("/parts/0/functionCall/id").asText());
        String body =
                "{\"contents\":[" + user + "," + content + "," + response + "]," + TOOLS + "}";
        assertThat(Caller.text(caller.generate(body))).contains("price said {\"eur\":120}.");
    }

    @Test
    void lookUp_streamed_tellsTheCallInOneEvent() throws Exception {
        String body = Asked.text("a room in Rome", "," + TOOLS);
        HttpResponse<String> response = caller.post(":streamGenerateContent?alt=sse", body);
        String events = response.body();
        JsonNode last = Caller.json(events.substring(events.lastIndexOf("data: ") + 6));
        assertThat(last.at("/candidates/0/content/parts/0/functionCall/name").asText())
                .isEqualTo("price");
        assertThat(last.at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
    }

    @Test
    void toolLoop_marker_callsAgain() throws Exception {
        String user = "{\"role\":\"user\",\"parts\":[{\"text\":\"Rome [[simulate:tool-loop]]\"}]}";
        String contents = user;
        for (int round = 0; round < 3; round++) {
            HttpResponse<String> response =
                    caller.generate("{\"contents\":[" + contents + "]," + TOOLS + "}");
            JsonNode content = Caller.json(response).at("/candidates/0/content");
            assertThat(content.at("/parts/0/functionCall/name").asText()).isEqualTo("price");
            contents +=
                    ","
                            + content
                            + ",{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":\"price\",\"response\":{}}}]}";
        }
    }

    @Test
    void countTokens_countsPicturesToo() throws Exception {
        String body =
                "{\"contents\":[{\"parts\":[{\"text\":\"12345678\"},{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"YQ==\"}}]}]}";
        JsonNode counted = Caller.json(caller.post(":countTokens", body));
        assertThat(counted.path("totalTokens").asInt()).isEqualTo(260);
        assertThat(counted.at("/promptTokensDetails/1/modality").asText()).isEqualTo("IMAGE");
    }
}
