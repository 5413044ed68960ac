package dev.gleaner.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.model.Prompt;
import dev.gleaner.model.PromptPart;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whole requests, by Google's own names. */
class GoldenRequestsTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String TOOLS =
            """
            {"tools":[{"functionDeclarations":[{"name":"stock","parameters":{"type":"OBJECT"}}]},
                      {"googleMaps":{}}],
             "toolConfig":{"functionCallingConfig":{"mode":"AUTO"},
                           "retrievalConfig":{"languageCode":"de"}},
             "safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"OFF"}],
             "serviceTier":"flex","labels":{"team":"a"}}\
            """;
    private static final Prompt QUESTION = Prompt.of("q");

    @Test
    void everyKindOfPart_hasItsForm() throws Exception {
        Prompt prompt =
                new Prompt(
                        List.of(
                                new PromptPart.Text("What \"is\" it?"),
                                new PromptPart.Bytes("application/pdf", new byte[] {-1, 0, 1}),
                                new PromptPart.Base64("image/png", "AAEC"),
                                new PromptPart.File("video/mp4", "gs://b/ü\"x.mp4")),
                        null);

        assertThat(json(encoder(AnswerFormat.TEXT, "{}", "{}").encode(prompt)))
                .isEqualTo(
                        MAPPER.readTree(
                                """
                                {"contents":[{"role":"user","parts":[
                                  {"text":"What \\"is\\" it?"},
                                  {"inlineData":{"mimeType":"application/pdf","data":"/wAB"}},
                                  {"inlineData":{"mimeType":"image/png","data":"AAEC"}},
                                  {"fileData":{"mimeType":"video/mp4",
                                               "fileUri":"gs://b/ü\\"x.mp4"}}]}]}\
                                """));
    }

    @Test
    void fieldsAndJsonSchema_standBesideTheContents() throws Exception {
        RequestEncoder encoder =
                encoder(
                        AnswerFormat.jsonSchema("{\"type\":\"object\"}"),
                        "{\"temperature\":0.5,\"mediaResolution\":\"MEDIA_RESOLUTION_LOW\"}",
                        TOOLS);

        assertThat(json(encoder.encode(QUESTION)))
                .isEqualTo(
                        MAPPER.readTree(
                                """
                                {"contents":[{"role":"user","parts":[{"text":"q"}]}],
                                 "generationConfig":{"temperature":0.5,
                                  "mediaResolution":"MEDIA_RESOLUTION_LOW",
                                  "responseMimeType":"application/json",
                                  "responseJsonSchema":{"type":"object"}},
                                 "tools":[{"functionDeclarations":
                                            [{"name":"stock","parameters":{"type":"OBJECT"}}]},
                                          {"googleMaps":{}}],
                                 "toolConfig":{"functionCallingConfig":{"mode":"AUTO"},
                                               "retrievalConfig":{"languageCode":"de"}},
                                 "safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT",
                                                    "threshold":"OFF"}],
                                 "serviceTier":"flex","labels":{"team":"a"}}\
                                """));
    }

    @Test
    void place_joinsTheToolConfig_ofItsOwnRequestOnly() throws Exception {
        RequestEncoder encoder = encoder(AnswerFormat.TEXT, "{}", TOOLS);
        Prompt here = new Prompt(List.of(new PromptPart.Text("q")), new Prompt.Place(48.1, -11.5));

        assertThat(json(encoder.encode(here)).path("toolConfig"))
                .isEqualTo(
                        MAPPER.readTree(
                                """
                                {"functionCallingConfig":{"mode":"AUTO"},
                                 "retrievalConfig":{"languageCode":"de",
                                  "latLng":{"latitude":48.1,"longitude":-11.5}}}\
                                """));
        assertThat(json(encoder.encode(QUESTION)).findValue("latLng")).isNull();
        assertThat(json(encoder(AnswerFormat.TEXT, "{}", "{}").encode(here)).path("toolConfig"))
                .isEqualTo(
                        MAPPER.readTree(
                                """
                                {"retrievalConfig":
                                  {"latLng":{"latitude":48.1,"longitude":-11.5}}}\
                                """));
    }

    @Test
    void enumeration_isTextWithASchemaOfWords() throws Exception {
        AnswerFormat words =
                AnswerFormat.enumeration("{\"type\":\"STRING\",\"enum\":[\"yes\",\"no\"]}");

        assertThat(json(encoder(words, "{}", "{}").encode(QUESTION)).path("generationConfig"))
                .isEqualTo(
                        MAPPER.readTree(
                                """
                                {"responseMimeType":"text/x.enum",
                                 "responseSchema":{"type":"STRING","enum":["yes","no"]}}\
                                """));
    }

    @Test
    void functionRound_returnsTheReceivedContentByteByByte_andOneResponseForEachCall()
            throws Exception {
        String received =
                """
                {"role":"model","parts":[{"text":"","thoughtSignature":"c2ln"},\
                {"functionCall":{"id":"1","name":"stock","args":{"n":1.10}}},\
                {"functionCall":{"name":"price"}}]}\
                """;
        byte[] body =
                encoder(AnswerFormat.TEXT, "{}", "{}")
                        .encode(
                                QUESTION,
                                List.of(
                                        new Turn(received.getBytes(UTF_8)),
                                        RequestEncoder.functionResponses(
                                                List.of(
                                                        response("1", "stock", "{\"n\":7}"),
                                                        response(null, "pr\"ice", "{}")))),
                                null);

        assertThat(body).asString(UTF_8).contains(received);
        assertThat(json(body).at("/contents/2"))
                .isEqualTo(
                        MAPPER.readTree(
                                """
                                {"role":"user","parts":[
                                 {"functionResponse":
                                   {"id":"1","name":"stock","response":{"n":7}}},
                                 {"functionResponse":{"name":"pr\\"ice","response":{}}}]}\
                                """));
    }

    @Test
    void examples_standBetweenTheSystemInstructionAndTheRecord() throws Exception {
        assertThat(json(framed().encode(QUESTION)))
                .isEqualTo(
                        MAPPER.readTree(
                                """
                                {"systemInstruction":{"parts":[{"text":"s"}]},
                                 "contents":[{"role":"user","parts":[{"text":"u1"}]},
                                             {"role":"model","parts":[{"text":"m1"}]},
                                             {"role":"user","parts":[{"text":"u2"}]},
                                             {"role":"model","parts":[{"text":"m2"}]},
                                             {"role":"user","parts":[{"text":"q"}]}],
                                 "tools":[{"codeExecution":{}}],
                                 "toolConfig":{"includeServerSideToolInvocations":true},
                                 "labels":{"a":"b"}}\
                                """));
    }

    @Test
    void cache_takesOverWhatRequestsShare() throws Exception {
        assertThat(json(framed().encodeCache("models/m", Duration.ofMinutes(5))))
                .isEqualTo(
                        MAPPER.readTree(
                                """
                                {"model":"models/m","ttl":"300s",
                                 "systemInstruction":{"parts":[{"text":"s"}]},
                                 "contents":[{"role":"user","parts":[{"text":"u1"}]},
                                             {"role":"model","parts":[{"text":"m1"}]},
                                             {"role":"user","parts":[{"text":"u2"}]},
                                             {"role":"model","parts":[{"text":"m2"}]}],
                                 "tools":[{"codeExecution":{}}],
                                 "toolConfig":{"includeServerSideToolInvocations":true}}\
                                """));
        assertThat(json(framed().encode(QUESTION, List.of(), "cachedContents/7")))
                .isEqualTo(
                        MAPPER.readTree(
                                """
                                {"cachedContent":"cachedContents/7",
                                 "contents":[{"role":"user","parts":[{"text":"q"}]}],
                                 "labels":{"a":"b"}}\
                                """));
    }

    /** With all that a cache can hold. */
    private static RequestEncoder framed() {
        return new RequestEncoder(
                new RequestSettings(
                        "s",
                        List.of(
                                new RequestSettings.Example("u1", "m1"),
                                new RequestSettings.Example("u2", "m2")),
                        AnswerFormat.TEXT,
                        "{}",
                        """
                        {"tools":[{"codeExecution":{}}],"labels":{"a":"b"},
                         "toolConfig":{"includeServerSideToolInvocations":true}}\
                        """));
    }

    private static FunctionResponse response(@Nullable String id, String name, String json) {
        return new FunctionResponse(id, name, json.getBytes(UTF_8));
    }

    private static RequestEncoder encoder(
            AnswerFormat format, String generationConfig, String fields) {
        return new RequestEncoder(
                new RequestSettings(null, List.of(), format, generationConfig, fields));
    }

    private static JsonNode json(byte[] body) throws Exception {
        return MAPPER.readTree(body);
    }
}
