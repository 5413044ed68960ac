package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VertexITCase {

    private static final String PROJECT = "/v1/projects/p/locations/europe-west4";
    private static final String MODEL = "/publishers/google/models/gemini-3-flash-preview";

    private SimulatorServer server;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        server =
                SimulatorServer.start(
                        SimulatorSettings.defaults().withEnvelope(Envelope.GEMINI_API));
        caller = new Caller(server);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/projects/p/locations/global", "/v1beta1/projects/p/locations/l", "/v1"})
    void generate_answersInVertexShape(String parent) throws Exception {
        HttpResponse<String> response =
                post(parent + MODEL + ":generateContent", "t", Caller.request("x"));
        JsonNode body = Caller.json(response);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(body.has("createTime")).isTrue();
        assertThat(body.at("/usageMetadata/trafficType").asText()).isEqualTo("ON_DEMAND");
        assertThat(response.headers().firstValue("x-gemini-service-tier")).isEmpty();
    }

    @Test
    void generate_apiKeyInAProject_is401() throws Exception {
        String path = PROJECT + MODEL + ":generateContent";
        HttpResponse<String> response = caller.call("POST", path, Caller.request("x"));
        assertUnauthenticated(response, "API keys are not supported by this API.");
        assertThat(caller.call("POST", "/v1" + MODEL + ":generateContent", Caller.request("x")))
                .extracting(HttpResponse::statusCode)
                .isEqualTo(200);
    }

    @Test
    void generate_noCredential_is401() throws Exception {
        HttpRequest.Builder request =
                caller.path(PROJECT + MODEL + ":generateContent")
                        .POST(HttpRequest.BodyPublishers.ofString(Caller.request("x")));
        assertUnauthenticated(
                caller.send(request), "Request is missing required authentication credential.");
    }

    @Test
    void acceptedKeys_changeWhileItRuns() throws Exception {
        String path = PROJECT + MODEL + ":generateContent";
        assertThat(post(path, "old", Caller.request("x")).statusCode()).isEqualTo(200);
        caller.control("{\"acceptedKeys\":[\"new\",\"newer\"]}");
        assertUnauthenticated(
                post(path, "old", Caller.request("x")),
                "Request had invalid authentication credentials.");
        assertThat(post(path, "new", Caller.request("x")).statusCode()).isEqualTo(200);
        assertThat(post(path, "newer", Caller.request("x")).statusCode()).isEqualTo(200);
        assertThat(caller.generate(Caller.request("x")).body()).contains("API_KEY_INVALID");
        caller.control("{\"acceptedKeys\":[]}");
        assertThat(post(path, "old", Caller.request("x")).statusCode()).isEqualTo(200);
    }

    @Test
    void generate_unknownModel_is404InVertexWords() throws Exception {
        String path = PROJECT + "/publishers/google/models/gpt:generateContent";
        HttpResponse<String> response = post(path, "t", Caller.request("x"));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body())
                .contains(
                        "Publisher Model"
                            + " `projects/p/locations/europe-west4/publishers/google/models/gpt`"
                            + " was not found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1beta/projects/p/locations/l",
                "/v1/projects/p",
                "/v1/projects/p/places/l",
                "/v2/projects/p/locations/l"
            })
    void path_ofNoApi_is404Html(String parent) throws Exception {
        HttpResponse<String> response =
                post(parent + MODEL + ":generateContent", "t", Caller.request("x"));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("<html");
    }

    @Test
    void cache_belongsToItsProject() throws Exception {
        JsonNode made = Caller.json(post(PROJECT + "/cachedContents", "t", cache("")));
        String name = made.path("name").asText();
        assertThat(name).matches("projects/p/locations/europe-west4/cachedContents/[0-9]+");
        assertThat(made.path("model").asText())
                .isEqualTo("projects/p/locations/europe-west4" + MODEL);
        assertThat(get("/v1/" + name).statusCode()).isEqualTo(200);
        assertThat(get("/v1/" + name.replace("/p/", "/q/")).statusCode()).isEqualTo(404);
        assertThat(get("/v1/projects/q/locations/europe-west4/cachedContents").body())
                .doesNotContain("name");
        HttpResponse<String> response =
                post(PROJECT + MODEL + ":generateContent", "t", naming(name));
        assertThat(Caller.json(response).at("/usageMetadata/cachedContentTokenCount").asInt())
                .isEqualTo(2);
    }

    @Test
    void cache_expired_is400ThatSaysSo() throws Exception {
        String body = cache(",\"expireTime\":\"2020-01-01T00:00:00Z\"");
        String name =
                Caller.json(post(PROJECT + "/cachedContents", "t", body)).path("name").asText();
        HttpResponse<String> response =
                post(PROJECT + MODEL + ":generateContent", "t", naming(name));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("The cache content " + name + " has expired.");
    }

    private static String cache(String more) {
        return "{\"model\":\"projects/p/locations/europe-west4"
                + MODEL
                + "\",\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"12345678\"}]}]"
                + more
                + "}";
    }

    private static String naming(String cache) {
        return "{\"cachedContent\":\""
                + cache
                + "\",\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}]}";
    }

    private HttpResponse<String> get(String path) throws Exception {
        return caller.send(caller.path(path).header("authorization", "Bearer t"));
    }

    private HttpResponse<String> post(String path, String token, String body) throws Exception {
        return caller.send(
                caller.path(path)
                        .header("authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static void assertUnauthenticated(HttpResponse<String> response, String message) {
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(Caller.json(response).at("/error/status").asText()).isEqualTo("UNAUTHENTICATED");
        assertThat(Caller.json(response).at("/error/message").asText()).startsWith(message);
    }
}
