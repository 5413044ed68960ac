package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RejectITCase {

    private static final String TEXT =
            "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}]";

    private static SimulatorServer server;
    private static Caller caller;

    @BeforeAll
    static void start() throws IOException {
        server =
                SimulatorServer.start(
                        SimulatorSettings.defaults()
                                .withKey(AcceptedKey.only("right"))
                                .withMaxSchemaStates(1000));
        caller = new Caller(server);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    static Stream<Arguments> refused() {
        String json = "\"responseMimeType\":\"application/json\"";
        String schema = json + ",\"responseSchema\":";
        return Stream.of(
                of("{\"contents\":", "Invalid JSON payload received."),
                of("[]", "Invalid JSON payload received."),
                of("{}", "contents is not specified"),
                of("{\"contents\":[{\"role\":\"user\"}]}", "contents.parts must not be empty"),
                of(
                        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"\"}]}]}",
                        "* GenerateContentRequest.contents[0].parts[0].data: required oneof field"
                                + " 'data' must have one initialized field"),
                of(
                        "{\"contents\":[{\"parts\":[{\"text\":\"x\"},{\"text\":\"\"}]}]}",
                        "contents[0].parts[1].data: required oneof field"),
                of(
                        "{\"systemInstruction\":{\"parts\":[{\"text\":\"\"}]}," + TEXT + "}",
                        "system_instruction.parts[0].data: required oneof field"),
                of(
                        "{\"contents\":[{\"parts\":[{\"functionResponse\":{\"name\":\"f\","
                                + "\"response\":{\"a\":[{\"$ref\":\"#/b\"}]}}}]}]}",
                        "The referenced name `#/b` in function_response.response does not match to"
                                + " a display_name in the function_response.parts."),
                of("{\"contents\":[{\"role\":\"me\",\"parts\":[{\"text\":\"x\"}]}]}", "valid role"),
                of("{" + TEXT + ",\"foo\":1}", "Unknown name \"foo\": Cannot find field."),
                of(
                        "{\"contents\":[{\"parts\":[{\"text\":\"x\",\"bar\":1}]}]}",
                        "Unknown name \"bar\" at 'contents[0].parts[0]': Cannot find field."),
                config(
                        "\"tempo\":1",
                        "Unknown name \"tempo\" at 'generation_config': Cannot find field."),
                config(
                        schema
                                + "{\"type\":\"OBJECT\",\"properties\":{\"a\":{\"type\":\"STRING\"},\"b\":{\"type\":"
                                + "\"ARRAY\",\"items\":{\"type\":\"OBJECT\",\"properties\":{\"c\":{\"type\":\"STRING\"}},"
                                + "\"additionalProperties\":false}}}}",
                        "Unknown name \"additionalProperties\" at"
                                + " 'generation_config.response_schema.properties[1].value.items':"
                                + " Cannot find field."),
                config(
                        schema + "{\"type\":[\"string\",\"null\"]}",
                        "Unknown name \"type\" at 'generation_config.response_schema': Proto field"
                                + " is not repeating"),
                config(
                        schema + "{\"type\":\"TEXT\"}",
                        "Invalid value at 'generation_config.response_schema.type'"),
                config(schema + "{\"type\":\"OBJECT\"}", "should be non-empty for OBJECT type"),
                config(schema + "{\"type\":\"ARRAY\"}", "items: missing field"),
                config(
                        schema
                                + "{\"type\":\"OBJECT\",\"properties\":{\"a\":{\"type\":\"STRING\"}},\"required\":[\"b\"]}",
                        "required[0]: property is not defined"),
                config(
                        schema
                                + "{\"type\":\"ARRAY\",\"maxItems\":1000,\"items\":{\"type\":\"STRING\"}}",
                        "too many states for serving"),
                config("\"responseMimeType\":\"image/png\"", "response_mime_type"),
                config(
                        "\"thinkingConfig\":{\"thinkingBudget\":5,\"thinkingLevel\":\"LOW\"}",
                        "thinking_budget and thinking_level are not supported together"));
    }

    private static Arguments of(String body, String message) {
        return Arguments.of(body, message);
    }

    private static Arguments config(String config, String message) {
        return of("{" + TEXT + ",\"generationConfig\":{" + config + "}}", message);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void generate_whatGeminiRefuses_is400WithItsBody(String body, String message) throws Exception {
        JsonNode error = error(call("gemini-3-flash-preview", "right", body), 400);
        assertThat(error.path("status").asText()).isEqualTo("INVALID_ARGUMENT");
        assertThat(error.path("message").asText()).contains(message);
    }

    @Test
    void generate_unknownFields_areListedAsViolations() throws Exception {
        String body = "{" + TEXT + ",\"foo\":1,\"generation_config\":{\"bar\":1}}";
        JsonNode error = error(call("gemini-3-flash-preview", "right", body), 400);
        JsonNode detail = error.at("/details/0");
        assertThat(detail.path("@type").asText())
                .isEqualTo("type.googleapis.com/google.rpc.BadRequest");
        assertThat(detail.at("/fieldViolations/1/field").asText()).isEqualTo("generation_config");
    }

    @ParameterizedTest
    @MethodSource("modelRules")
    void generate_whatOnlySomeModelsRefuse(String model, String rest, int status) throws Exception {
        assertThat(call(model, "right", "{" + TEXT + "," + rest + "}").statusCode())
                .isEqualTo(status);
    }

    static Stream<Arguments> modelRules() {
        String search =
                "\"tools\":[{\"googleSearch\":{}}],\"generationConfig\":{\"responseMimeType\":\"application/json\"}";
        String level = "\"generationConfig\":{\"thinkingConfig\":{\"thinkingLevel\":\"%s\"}}";
        String budget = "\"generationConfig\":{\"thinkingConfig\":{\"thinkingBudget\":%d}}";
        String legacy = "\"tools\":[{\"google_search_retrieval\":{}}]";
        return Stream.of(
                Arguments.of("gemini-2.5-flash", search, 400),
                Arguments.of("gemini-3.5-flash", search, 200),
                Arguments.of("gemini-2.5-flash", level.formatted("low"), 400),
                Arguments.of("gemini-3.8-flash", level.formatted("minimal"), 400),
                Arguments.of("gemini-3.6-flash", level.formatted("minimal"), 200),
                Arguments.of("gemini-2.5-pro", budget.formatted(0), 400),
                Arguments.of("gemini-2.5-flash", budget.formatted(0), 200),
                Arguments.of("gemini-2.0-flash", budget.formatted(0), 400),
                Arguments.of("gemini-2.0-flash", legacy, 400),
                Arguments.of("gemini-1.5-pro", legacy, 200));
    }

    @Test
    void generate_promptBeyondTheInputLimit_is400() throws Exception {
        String body = "{\"contents\":[{\"parts\":[{\"text\":\"" + "x".repeat(5_000_000) + "\"}]}]}";
        JsonNode error = error(call("gemini-3-flash-preview", "right", body), 400);
        assertThat(error.path("message").asText())
                .contains("exceeds the maximum number of tokens allowed (1048576)");
    }

    @Test
    void generate_wrongKey_isGooglesApiKeyInvalid() throws Exception {
        JsonNode error = error(call("gemini-3-flash-preview", "wrong", "{" + TEXT + "}"), 400);
        assertThat(error.at("/details/0/reason").asText()).isEqualTo("API_KEY_INVALID");
    }

    @Test
    void generate_noKey_is403() throws Exception {
        HttpRequest.Builder request = caller.model(":generateContent", "{" + TEXT + "}");
        JsonNode error = error(caller.send(request), 403);
        assertThat(error.path("status").asText()).isEqualTo("PERMISSION_DENIED");
    }

    @Test
    void generate_unknownModel_is404() throws Exception {
        JsonNode error = error(call("gpt-5", "right", "{" + TEXT + "}"), 404);
        assertThat(error.path("message").asText())
                .startsWith("models/gpt-5 is not found for API version v1beta");
    }

    @Test
    void generate_modelList_closesAllOthers() throws Exception {
        try (SimulatorServer other =
                SimulatorServer.start(
                        SimulatorSettings.defaults().withModels(Set.of("gemini-3.8-flash")))) {
            assertThat(new Caller(other).generate("{" + TEXT + "}").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> call(String model, String key, String body)
            throws Exception {
        HttpRequest.Builder request = caller.path("/v1beta/models/" + model + ":generateContent");
        return caller.send(
                request.header("x-goog-api-key", key)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static JsonNode error(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode error = Caller.json(response).path("error");
        assertThat(error.path("code").asInt()).isEqualTo(status);
        return error;
    }
}
