package dev.gleaner.translation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.enrich.EnrichmentSettings;
import dev.gleaner.enrich.EnrichmentSettings.Tombstones;
import dev.gleaner.enrich.OutputSettings;
import dev.gleaner.enrich.RouteSettings;
import dev.gleaner.gemini.Auth;
import dev.gleaner.gemini.RequestEncoder;
import dev.gleaner.gemini.RequestSettings;
import dev.gleaner.gemini.StreamSettings;
import dev.gleaner.http.ProxySettings;
import dev.gleaner.model.FallbackReason;
import dev.gleaner.model.Prompt;
import dev.gleaner.model.RecordFormat;
import dev.gleaner.spec.SpecException;
import dev.gleaner.spec.SpecLoader;
import dev.gleaner.translation.EnrichmentTranslation.Records;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bodies that are sent, by the form of the answer and the family of the model. */
class RouteTranslationTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SPEC =
            """
            name: tiny
            source: {bootstrapServers: "localhost:9092", topics: [in]}
            sink: {topic: out}
            deadLetter: {topic: dead}
            """;
    private static final String ENDPOINT = "endpoint: \"http://localhost:1\", ";
    private static final String QUESTION = "{\"role\": \"user\", \"parts\": [{\"text\": \"Q\"}]}";
    private static final String SCHEMA =
            "responseSchema: {type: object, properties: {a: {type: string}}}";
    private static final String WIRE_SCHEMA =
            """
            {"type": "OBJECT", "properties": {"a": {"type": "STRING"}}, "propertyOrdering": ["a"]}
            """;

    @Test
    void schema_isSentByTheSubsetThatEveryModelTakes() throws Exception {
        assertThat(answer("", "output: {" + SCHEMA + "}"))
                .isEqualTo(
                        body(
                                """
                                "generationConfig": {"responseMimeType": "application/json",
                                  "responseSchema": %s}
                                """
                                        .formatted(WIRE_SCHEMA)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "responseSchema: {type: object, additionalProperties: {type: string}}",
                "schemaField: response-json-schema, " + SCHEMA,
            })
    void schema_isSentAsJsonSchema_ifItNeedsOrIsToBe(String output) throws Exception {
        assertThat(answer("", "output: {" + output + "}"))
                .contains("\"responseJsonSchema\":{")
                .contains("\"responseMimeType\":\"application/json\"")
                .doesNotContain("responseSchema");
    }

    @Test
    void json_hasNoSchema() throws Exception {
        assertThat(answer("", "output: {mode: json}"))
                .isEqualTo(
                        body(
                                """
                                "generationConfig": {"responseMimeType": "application/json"}
                                """));
    }

    @Test
    void text_asksForNothing() throws Exception {
        assertThat(answer("", "output: {mode: text}")).isEqualTo(body(""));
    }

    @Test
    void words_areAnEnum() throws Exception {
        assertThat(answer("", "output: {mode: enum, values: [yes, no]}"))
                .isEqualTo(
                        body(
                                """
                                "generationConfig": {"responseMimeType": "text/x.enum",
                                  "responseSchema": {"type": "STRING", "enum": ["yes", "no"]}}
                                """));
    }

    @Test
    void function_mustBeCalled() throws Exception {
        assertThat(
                        answer(
                                "",
                                "output: {mode: function, function: {name: file, description: Files"
                                        + " it.}, "
                                        + SCHEMA
                                        + "}"))
                .isEqualTo(
                        body(
                                """
                                "tools": [{"functionDeclarations": [
                                  {"name": "file", "description": "Files it.", "parameters": %s}]}],
                                "toolConfig": {"functionCallingConfig":
                                  {"mode": "ANY", "allowedFunctionNames": ["file"]}}
                                """
                                        .formatted(WIRE_SCHEMA)));
    }

    @Test
    void images_areAskedForBesideText() throws Exception {
        assertThat(
                        answer(
                                "name: gemini-2.5-flash-image",
                                "output: {mode: image}",
                                "attachments: {path: file:///images}"))
                .isEqualTo(
                        body(
                                """
                                "generationConfig": {"responseModalities": ["TEXT", "IMAGE"]}
                                """));
    }

    @ParameterizedTest
    @CsvSource({
        "google-search, googleSearch",
        "google-maps, googleMaps",
        "url-context, urlContext"
    })
    void groundedText_takesOneRequest(String tool, String field) throws Exception {
        RouteSettings route = route("", "output: {mode: text}", "grounding: {tool: " + tool + "}");

        assertThat(encoded(route.request()))
                .isEqualTo(body("\"tools\": [{\"" + field + "\": {}}]"));
        assertThat(route.research()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemini-2.5-flash", "gemini-3.5-flash", "gemini-pro"})
    void groundedJson_takesTwoRequests_proseWithToolsFirst(String model) throws Exception {
        RouteSettings route =
                route(
                        "name: " + model,
                        "output: {mode: json}",
                        "grounding: {tool: google-search}",
                        "tools: {codeExecution: true}");

        assertThat(encoded(route.research()))
                .isEqualTo(body("\"tools\": [{\"googleSearch\": {}}, {\"codeExecution\": {}}]"));
        assertThat(encoded(route.request()))
                .isEqualTo(
                        body(
                                """
                                "generationConfig": {"responseMimeType": "application/json"}
                                """));
    }

    @Test
    void groundedJson_takesOneRequest_ifItShallAndTheModelCan() throws Exception {
        RouteSettings route =
                route(
                        "",
                        "output: {mode: json}",
                        "grounding: {tool: google-search, steps: one, required: true}");

        assertThat(route.research()).isNull();
        assertThat(encoded(route.request()))
                .isEqualTo(
                        body(
                                """
                                "generationConfig": {"responseMimeType": "application/json"},
                                "tools": [{"googleSearch": {}}]
                                """));
    }

    @ParameterizedTest
    @CsvSource({"gemini-2.5-flash, true", "gemini-3.5-flash, false", "gemini-pro, false"})
    void codeBesideJson_takesTwoRequests_whereOneIsRefused(String model, boolean two)
            throws Exception {
        RouteSettings route =
                route("name: " + model, "output: {mode: json}", "tools: {codeExecution: true}");

        assertThat(route.research() != null).isEqualTo(two);
    }

    @Test
    void examples_areShownWhereTheyShowTheFormOfTheAnswer() throws Exception {
        RouteSettings route =
                route(
                        "",
                        "prompt: {user: \"{{record}}\", turns: [{user: U, model: M}]}",
                        "output: {mode: json}",
                        "grounding: {tool: google-search}");

        assertThat(route.request().examples())
                .containsExactly(new RequestSettings.Example("U", "M"));
        assertThat(Objects.requireNonNull(route.research()).examples()).isEmpty();
    }

    @Test
    void lookUps_areDeclaredBesideTheSchema() throws Exception {
        assertThat(
                        answer(
                                "",
                                "output: {mode: json}",
                                """
                                tools:
                                  functions:
                                    http:
                                      - name: find
                                        description: Finds it.
                                        parameters: {type: object, properties: {id: {type: string}}}
                                        url: "https://x.example/{id}"
                                        allowedHosts: [x.example]
                                """))
                .isEqualTo(
                        body(
                                """
                                "generationConfig": {"responseMimeType": "application/json"},
                                "tools": [{"functionDeclarations": [
                                  {"name": "find", "description": "Finds it.",
                                   "parametersJsonSchema": {"type": "object",
                                     "properties": {"id": {"type": "string"}}}}]}]
                                """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gemini-3.5-flash | level: low | {\"thinkingLevel\": \"LOW\"}",
                "gemini-2.5-flash | budget: 0 | {\"thinkingBudget\": 0}",
                "gemini-2.5-flash | budget: -1, includeThoughts: true |"
                        + " {\"thinkingBudget\": -1, \"includeThoughts\": true}",
            })
    void thinking_isSaidAsTheModelTakesIt(String model, String thinking, String json)
            throws Exception {
        assertThat(answer("name: " + model, "output: {mode: text}", "thinking: {" + thinking + "}"))
                .isEqualTo(body("\"generationConfig\": {\"thinkingConfig\": " + json + "}"));
    }

    @Test
    void googlesFields_goToGoogle() throws Exception {
        assertThat(
                        answer(
                                "serviceTier: flex, safetySettings: [{category:"
                                        + " HARM_CATEGORY_HARASSMENT, threshold: OFF}], toolConfig:"
                                        + " {retrievalConfig: {languageCode: de}}",
                                "output: {mode: text}",
                                "grounding: {tool: google-search}"))
                .isEqualTo(
                        body(
                                """
                                "tools": [{"googleSearch": {}}],
                                "toolConfig": {"retrievalConfig": {"languageCode": "de"}},
                                "serviceTier": "flex",
                                "safetySettings": [{"category": "HARM_CATEGORY_HARASSMENT",
                                  "threshold": "OFF"}]
                                """));
    }

    @Test
    void vertexFields_goToVertexOnly() throws Exception {
        List<RouteSettings> routes =
                settings(
                                "endpoint: \"http://v/v1/projects/p/locations/l\", labels: {team:"
                                    + " a}, safetySettings: [{category: HARM_CATEGORY_JAILBREAK,"
                                    + " threshold: OFF, method: SEVERITY}], fallbacks: [{name:"
                                    + " gemini-3.6-flash, endpoint: \"http://g\", apiKey:"
                                    + " \"env:G\"}]",
                                "output: {mode: text}")
                        .routes();

        assertThat(encoded(routes.get(0).request()))
                .isEqualTo(
                        body(
                                """
                                "labels": {"team": "a"},
                                "safetySettings": [{"category": "HARM_CATEGORY_JAILBREAK",
                                  "threshold": "OFF", "method": "SEVERITY"}]
                                """));
        assertThat(encoded(routes.get(1).request()))
                .isEqualTo(
                        body(
                                """
                                "safetySettings": [{"category": "HARM_CATEGORY_JAILBREAK",
                                  "threshold": "OFF"}]
                                """));
    }

    @Test
    void cachedContent_isNamed() throws Exception {
        assertThat(answer("cachedContent: cachedContents/x", "output: {mode: text}"))
                .isEqualTo(body("\"cachedContent\": \"cachedContents/x\""));
    }

    @Test
    void fallback_hasTheModelsOwn_whereItSaysNothing() throws Exception {
        List<RouteSettings> routes =
                settings(
                                "auth: bearer, fallbacks: [{name: gemini-2.5-flash, thinking:"
                                        + " {budget: 5}}, {name: b, endpoint: \"http://b\", apiKey:"
                                        + " \"env:B\", auth: x-goog-api-key, thinking: {}, reasons:"
                                        + " [blocked]}]",
                                "output: {mode: json}",
                                "thinking: {level: low, includeThoughts: true}",
                                "grounding: {tool: google-search, steps: auto}")
                        .routes();

        assertThat(routes).hasSize(3);
        assertThat(routes.get(0).reasons()).isEmpty();
        assertThat(routes.get(1).endpoint().endpoint()).hasToString("http://localhost:1");
        assertThat(routes.get(1).endpoint().apiKey()).hasToString("env:KEY");
        assertThat(routes.get(1).endpoint().auth()).isEqualTo(Auth.BEARER);
        assertThat(routes.get(1).reasons()).containsExactlyInAnyOrder(FallbackReason.values());
        assertThat(routes.get(1).request().generationConfig())
                .isEqualTo("{\"thinkingConfig\":{\"thinkingBudget\":5}}");
        assertThat(routes.get(2).endpoint().endpoint()).hasToString("http://b");
        assertThat(routes.get(2).endpoint().apiKey()).hasToString("env:B");
        assertThat(routes.get(2).endpoint().auth()).isEqualTo(Auth.X_GOOG_API_KEY);
        assertThat(routes.get(2).reasons()).containsExactly(FallbackReason.BLOCKED);
        assertThat(routes.get(2).request().generationConfig()).isEqualTo("{}");
    }

    @Test
    void schemaOfSeveralModels_isSentInAFormThatAllTake() throws Exception {
        String tuple =
                "output: {responseSchema: {type: array, prefixItems: [{type: string}, {type:"
                        + " integer}], items: false}}";

        assertThat(answer("", tuple)).contains("responseJsonSchema");
        assertThat(answer("fallbacks: [{name: gemini-2.0-flash}]", tuple))
                .contains("\"responseSchema\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'stream: true', PT30S",
        "'stream: true, attemptTimeout: 10 s', PT10S",
        "'stream: true, streamIdleTimeout: 5 s', PT5S"
    })
    void stream_isNotWaitedForLongerThanAnAttempt(String call, Duration idle) throws Exception {
        assertThat(route("", "output: {mode: text}", "call: {" + call + "}").endpoint().stream())
                .isEqualTo(new StreamSettings(idle));
    }

    @Test
    void proxy_isThatOfTheSpec_andElseOfTheEnvironment() throws Exception {
        String proxy =
                "proxy: \"http://p.example:3128\", proxyCredentials: \"env:LOGIN\", noProxy:"
                        + " [a.example]";

        assertThat(route(proxy, "output: {mode: text}").endpoint().proxy())
                .isEqualTo(
                        new ProxySettings(
                                "http://p.example:3128", "env:LOGIN", List.of("a.example")));
        assertThat(route("", "output: {mode: text}").endpoint().proxy())
                .isEqualTo(new ProxySettings("environment", null, List.of()));
    }

    @Test
    void thoughtsOfAnyModel_areKept() throws Exception {
        OutputSettings output =
                settings(
                                "fallbacks: [{name: b, thinking: {includeThoughts: true}}]",
                                "output: {mode: text}")
                        .output();

        assertThat(output.thoughts()).isTrue();
        assertThat(output.grounding()).isEqualTo(OutputSettings.Grounding.NONE);
    }

    private static String body(String more) throws Exception {
        String fields = more.isBlank() ? "" : ", " + more;
        return sorted("{\"contents\": [" + QUESTION + "]" + fields + "}");
    }

    private static String answer(String model, String... options) throws Exception {
        return encoded(route(model, options).request());
    }

    private static String encoded(@Nullable RequestSettings request) throws Exception {
        RequestEncoder encoder = new RequestEncoder(Objects.requireNonNull(request));
        return sorted(new String(encoder.encode(Prompt.of("Q")), StandardCharsets.UTF_8));
    }

    /** The order of fields says nothing. */
    private static String sorted(String json) throws Exception {
        return JSON.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .writeValueAsString(JSON.readValue(json, Object.class));
    }

    private static RouteSettings route(String model, String... options) throws SpecException {
        return settings(model, options).routes().get(0);
    }

    private static EnrichmentSettings settings(String model, String... options)
            throws SpecException {
        String given = String.join("\n", options);
        String endpoint = model.contains("endpoint: \"http://v/") ? "" : ENDPOINT;
        String name = model.startsWith("name:") ? "" : "name: gemini-3.5-flash, ";
        String prompt = given.contains("prompt:") ? "" : "prompt: {user: \"{{record}}\"}\n";
        String yaml =
                SPEC
                        + "model: {"
                        + endpoint
                        + name
                        + "apiKey: \"env:KEY\""
                        + (model.isEmpty() ? "" : ", " + model)
                        + "}\n"
                        + prompt
                        + given;
        return EnrichmentTranslation.of(
                SpecLoader.parse(yaml, Path.of("."), variable -> null).enrichment(),
                new Records(RecordFormat.JSON, 4 << 20, false, Tombstones.PASS, "tiny", null),
                Thread.currentThread().getContextClassLoader());
    }
}
