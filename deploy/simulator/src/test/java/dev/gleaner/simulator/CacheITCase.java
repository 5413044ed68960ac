package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class CacheITCase {

    private static final String CACHES = "/v1beta/cachedContents";
    private static final String PREFIX =
            """
            {"model":"models/gemini-3-flash-preview","displayName":"d",
             "systemInstruction":{"parts":[{"text":"%s"}]},
             "contents":[{"role":"user","parts":[{"text":"%s"}]},{"role":"model","parts":[{"text":"yes"}]}]%s}\
            """;

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
    void create_withoutTtl_livesForAnHour() throws Exception {
        JsonNode made = Caller.json(create(""));
        Instant created = Instant.parse(made.path("createTime").asText());
        Instant expires = Instant.parse(made.path("expireTime").asText());
        assertThat(made.path("name").asText()).matches("cachedContents/[a-z0-9]{20,}");
        assertThat(made.path("model").asText()).isEqualTo("models/gemini-3-flash-preview");
        assertThat(made.path("displayName").asText()).isEqualTo("d");
        assertThat(made.at("/usageMetadata/totalTokenCount").asInt()).isEqualTo(1001);
        assertThat(Duration.between(created, expires))
                .isBetween(Duration.ofHours(1), Duration.ofHours(1).plusMillis(1));
        assertThat(made.has("contents")).isFalse();
    }

    @Test
    void generate_withIt_countsWhatIsCachedAndMore() throws Exception {
        String name = name(create(""));
        JsonNode usage = usage(generate(name, ""));
        assertThat(usage.path("promptTokenCount").asInt()).isEqualTo(1003);
        assertThat(usage.path("cachedContentTokenCount").asInt()).isEqualTo(1001);
        assertThat(usage.at("/cacheTokensDetails/0/tokenCount").asInt()).isEqualTo(1001);
        assertThat(server.stats().caches()).isEqualTo(new SimulatorStats.Caches(1, 0, 0, 1, 1));
    }

    @Test
    void generate_withCachedTools_usesThem() throws Exception {
        String name = name(create(",\"tools\":[{\"googleSearch\":{}}]"));
        assertThat(Caller.json(generate(name, "")).at("/candidates/0/groundingMetadata").isObject())
                .isTrue();
    }

    @Test
    void generate_markersAreLookedForInTheRequestOnly() throws Exception {
        String body = PREFIX.formatted("s", Fault.UNAVAILABLE.marker(), "");
        String name = name(caller.call("POST", CACHES, body));
        assertThat(generate(name, "").statusCode()).isEqualTo(200);
        assertThat(server.stats().distinctPrompts()).isEqualTo(1);
    }

    @Test
    void countTokens_withIt_countsItToo() throws Exception {
        String request =
                "{\"generateContentRequest\":{\"model\":\"models/gemini-3-flash-preview\","
                    + "\"cachedContent\":\"%s\",\"contents\":[{\"parts\":[{\"text\":\"12345678\"}]}]}}";
        JsonNode count =
                Caller.json(caller.post(":countTokens", request.formatted(name(create("")))));
        assertThat(count.path("totalTokens").asInt()).isEqualTo(1003);
        assertThat(count.path("cachedContentTokenCount").asInt()).isEqualTo(1001);
    }

    @ParameterizedTest
    @CsvSource({
        "systemInstruction,'{\"parts\":[{\"text\":\"s\"}]}'",
        "tools,'[{\"googleSearch\":{}}]'",
        "toolConfig,{}"
    })
    void generate_withWhatBelongsIntoIt_is400(String field, String value) throws Exception {
        HttpResponse<String> response = generate(name(create("")), ",\"" + field + "\":" + value);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("should not be set in the request when using cached");
    }

    @Test
    void generate_otherModel_is400() throws Exception {
        String body = PREFIX.replace("gemini-3-flash-preview", "gemini-3.8-flash");
        String name = name(caller.call("POST", CACHES, body.formatted("s", "u", "")));
        HttpResponse<String> response = generate(name, "");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("model does not match the model in the request");
    }

    @Test
    void patch_ttl_movesTheEnd() throws Exception {
        String name = name(create(",\"ttl\":\"60s\""));
        Instant first = expires(caller.call("GET", "/v1beta/" + name, ""));
        HttpResponse<String> patched =
                caller.call("PATCH", "/v1beta/" + name + "?updateMask=ttl", "{\"ttl\":\"600s\"}");
        assertThat(expires(patched)).isAfter(first.plusSeconds(500));
        assertThat(expires(caller.call("GET", "/v1beta/" + name, ""))).isEqualTo(expires(patched));
        assertThat(server.stats().caches().renewed()).isEqualTo(1);
    }

    @Test
    void patch_anythingElse_is400() throws Exception {
        HttpResponse<String> patched =
                caller.call("PATCH", "/v1beta/" + name(create("")), "{\"displayName\":\"other\"}");
        assertThat(patched.statusCode()).isEqualTo(400);
    }

    @Test
    void delete_thenUse_is404() throws Exception {
        String name = name(create(""));
        HttpResponse<String> deleted = caller.call("DELETE", "/v1beta/" + name, "");
        assertThat(Caller.json(deleted)).isEmpty();
        assertGone(generate(name, ""));
        assertGone(caller.call("GET", "/v1beta/" + name, ""));
        assertGone(caller.call("DELETE", "/v1beta/" + name, ""));
        assertThat(server.stats().caches()).isEqualTo(new SimulatorStats.Caches(1, 0, 1, 0, 0));
    }

    @Test
    void use_geminiApiEnvelope_goneIs403() throws Exception {
        try (SimulatorServer other =
                SimulatorServer.start(
                        SimulatorSettings.defaults().withEnvelope(Envelope.GEMINI_API))) {
            HttpResponse<String> gone = new Caller(other).call("GET", CACHES + "/nosuch", "");
            assertThat(gone.statusCode()).isEqualTo(403);
            assertThat(gone.body()).contains("CachedContent not found (or permission denied)");
        }
    }

    @Test
    void ttl_over_isGone() throws Exception {
        String name = name(create(",\"ttl\":\"0.2s\""));
        while (generate(name, "").statusCode() == 200) {
            Thread.onSpinWait();
        }
        assertGone(generate(name, ""));
        assertThat(server.stats().caches().live()).isZero();
    }

    @Test
    void forgetCaches_dropsAllAtOnce() throws Exception {
        String name = name(create(""));
        assertThat(caller.control("{\"forgetCaches\":1}").statusCode()).isEqualTo(400);
        assertThat(generate(name, "").statusCode()).isEqualTo(200);
        assertThat(caller.control("{\"forgetCaches\":true}").statusCode()).isEqualTo(200);
        assertGone(generate(name, ""));
        assertThat(name(create(""))).isNotEqualTo(name);
    }

    @Test
    void list_pages() throws Exception {
        assertThat(Caller.json(caller.call("GET", CACHES, ""))).isEmpty();
        for (int i = 0; i < 3; i++) {
            create("");
        }
        JsonNode first = Caller.json(caller.call("GET", CACHES + "?pageSize=2", ""));
        String token = first.path("nextPageToken").asText();
        JsonNode second =
                Caller.json(caller.call("GET", CACHES + "?pageSize=2&pageToken=" + token, ""));
        assertThat(first.path("cachedContents").size()).isEqualTo(2);
        assertThat(second.path("cachedContents").size()).isEqualTo(1);
        assertThat(second.has("nextPageToken")).isFalse();
        assertThat(first.path("cachedContents").findValuesAsText("name"))
                .doesNotContainAnyElementsOf(
                        second.path("cachedContents").findValuesAsText("name"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}]}|400|model is required",
                "{\"model\":\"models/gemini-3-flash\"}|400|contents is not specified",
                "{\"model\":\"models/gpt\",\"tools\":[{\"googleSearch\":{}}]}|404|createCachedContent",
                "{\"model\":\"models/gemini-3-flash\",\"x\":1}|400|Unknown name \"x\" at"
                        + " 'cached_content'",
                "{\"model\":\"models/gemini-3-flash\",\"contents\":[{\"parts\":[]}]}|400|must not"
                        + " be empty",
                "{\"model\":\"models/gemini-3-flash\",\"tools\":[{}],\"ttl\":\"5\"}|400|must end"
                        + " with 's'",
                "{\"model\":\"models/gemini-3-flash\",\"tools\":[{}],\"ttl\":\"0s\"}|400|positive",
                "{\"model\":\"models/gemini-3-flash\",\"tools\":[{}],\"expireTime\":\"soon\"}|400|time"
                    + " format",
                "{\"model\":\"models/gemini-3-flash\",\"tools\":[{}],\"ttl\":\"5s\",\"expireTime\":\"2030-01-01T00:00:00Z\"}|400|oneof"
            })
    void create_wrong_isRefused(String body, int status, String message) throws Exception {
        HttpResponse<String> response = caller.call("POST", CACHES, body);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(Caller.json(response).at("/error/message").asText()).contains(message);
    }

    @Test
    void create_belowTheMinimum_isRefusedIfAskedFor() throws Exception {
        caller.control("{\"cacheMinimum\":true}");
        HttpResponse<String> response = create("");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("is of 1001 tokens. The minimum token count to start caching is 4096.");
    }

    @Test
    void cacheFault_isTheAnswerToCacheCallsOnly() throws Exception {
        caller.control("{\"cacheFault\":\"unavailable\"}");
        assertThat(create("").statusCode()).isEqualTo(503);
        assertThat(caller.generate(Caller.request("x")).statusCode()).isEqualTo(200);
        caller.control("{\"cacheFault\":\"\"}");
        assertThat(create("").statusCode()).isEqualTo(200);
    }

    @Test
    void create_withoutKey_is403() throws Exception {
        assertThat(caller.send(caller.path(CACHES)).statusCode()).isEqualTo(403);
    }

    /** Of 1001 tokens. */
    private HttpResponse<String> create(String more) throws Exception {
        return caller.call(
                "POST", CACHES, PREFIX.formatted("s".repeat(2000), "u".repeat(2000), more));
    }

    private HttpResponse<String> generate(String cache, String more) throws Exception {
        return caller.generate(
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"12345678\"}]}],"
                        + "\"cachedContent\":\""
                        + cache
                        + "\""
                        + more
                        + "}");
    }

    private static void assertGone(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(Caller.json(response).at("/error/status").asText()).isEqualTo("NOT_FOUND");
        assertThat(response.body()).contains("Not found: cached content metadata for ");
    }

    private static String name(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Caller.json(response).path("name").asText();
    }

    private static Instant expires(HttpResponse<String> response) {
        return Instant.parse(Caller.json(response).path("expireTime").asText());
    }

    private static JsonNode usage(HttpResponse<String> response) {
        return Caller.json(response).path("usageMetadata");
    }
}
