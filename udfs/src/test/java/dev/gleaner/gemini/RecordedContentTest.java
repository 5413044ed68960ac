package dev.gleaner.gemini;

import static dev.gleaner.gemini.AnswerParts.detail;
import static dev.gleaner.gemini.AnswerParts.details;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.model.AnswerDetail.Name;
import dev.gleaner.model.GroundingStatus;
import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What recorded answers hold besides text is decoded to what their names tell. */
class RecordedContentTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final ReplyDecoder decoder = WireFiles.decoder();

    static List<String> names() throws IOException {
        return WireFiles.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsHandedOn_equalsWhatATreeSays(String name) throws IOException {
        JsonNode candidate = tree(name).at("/candidates/0");

        GeminiReply reply = decode(name);

        for (Name detail :
                List.of(
                        Name.SAFETY_RATINGS,
                        Name.CITATION_METADATA,
                        Name.AVG_LOGPROBS,
                        Name.URL_CONTEXT_METADATA,
                        Name.LOGPROBS_RESULT)) {
            JsonNode said =
                    candidate.isMissingNode()
                            ? tree(name).at("/promptFeedback").path(detail.field())
                            : candidate.path(detail.field());
            assertThat(json(reply, detail)).as(detail.field()).isEqualTo(said);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "unary-success-basic-reply-long.json,~safetyRatings,avgLogprobs~",
                "unary-success-basic-reply-short.json,~safetyRatings,avgLogprobs~",
                "unary-success-citations.json,~safetyRatings,citationMetadata,avgLogprobs~",
                "unary-success-code-execution.json,~toolOutputs~",
                "unary-success-google-maps-grounding.json,~sources~",
                "unary-success-google-search-grounding.json,~sources~",
                "unary-success-google-search-grounding-empty-grounding-chunks.json,~sources~",
                "unary-success-thinking-function-call-thought-summary-signature.json,~thoughts~",
                "unary-success-thinking-reply-thought-summary.json,~thoughts~",
                "unary-success-url-context.json,~sources,urlContextMetadata~",
                "unary-success-url-context-mixed-validity.json,~sources,urlContextMetadata~",
                "unary-failure-finish-reason-safety.json,~safetyRatings,avgLogprobs~"
            })
    void details_areThoseThatTheNameTells(String name, String fields) throws IOException {
        assertThat(details(decode(name))).containsOnlyKeys(fields.split(","));
    }

    @ParameterizedTest
    @CsvSource({
        "unary-success-google-search-grounding.json, GROUNDED",
        "unary-success-google-maps-grounding.json, GROUNDED",
        "unary-success-url-context.json, GROUNDED",
        "unary-success-url-context-mixed-validity.json, GROUNDED",
        "unary-success-google-search-grounding-empty-grounding-chunks.json, QUERIES_ONLY",
        "unary-success-basic-reply-long.json, NONE",
        "unary-failure-only-prompt-feedback.json, NONE"
    })
    void grounding_isWhatTheNameTells(String name, GroundingStatus status) throws IOException {
        assertThat(decode(name).metadata().grounding()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "unary-success-google-search-grounding.json, 3, 3",
        "unary-success-google-maps-grounding.json, 4, 4",
        "unary-success-url-context-mixed-validity.json, 3, 1",
        "unary-success-google-search-grounding-empty-grounding-chunks.json, 1, 0"
    })
    void everySupportedText_isWhereItsOffsetsSay(String name, int supports, int supported)
            throws IOException {
        JsonNode said = tree(name).at("/candidates/0/groundingMetadata/groundingSupports");
        GeminiReply.Answer answer = (GeminiReply.Answer) decode(name);
        byte[] text = answer.text().getBytes(UTF_8);

        JsonNode sources = json(answer, Name.SOURCES);

        assertThat(sources).hasSize(supports).hasSameSizeAs(said);
        for (int i = 0; i < supports; i++) {
            JsonNode segment = said.get(i).path("segment");
            JsonNode source = sources.get(i);
            int start = source.path("startIndex").asInt();
            int end = source.path("endIndex").asInt();
            assertThat(source.path("resolved").asBoolean()).isTrue();
            assertThat(start).isEqualTo(segment.path("startIndex").asInt());
            assertThat(end).isEqualTo(segment.path("endIndex").asInt());
            assertThat(new String(text, start, end - start, UTF_8))
                    .isEqualTo(source.path("text").asText())
                    .isEqualTo(segment.path("text").asText());
        }
        assertThat(
                        StreamSupport.stream(sources.spliterator(), false)
                                .filter(source -> !source.path("sources").isEmpty()))
                .hasSize(supported);
    }

    @Test
    void searchAndMaps_nameTheirSources() throws IOException {
        assertThat(
                        json(decode("unary-success-google-maps-grounding.json"), Name.SOURCES)
                                .at("/1/sources"))
                .hasToString(
                        "[{\"kind\":\"maps\",\"uri\":"
                                + "\"https://maps.google.com/?cid=4220952323027039852\","
                                + "\"title\":\"Little Italy Pizza\"}]");
        assertThat(
                        json(decode("unary-success-google-search-grounding.json"), Name.SOURCES)
                                .at("/2/sources"))
                .hasToString(
                        "[{\"kind\":\"web\",\"uri\":"
                                + "\"https://www.google.com/search?q=weather+in+London\","
                                + "\"title\":\"Weather information for locality: London\"}]");
    }

    @Test
    void codeExecution_keepsCodeAndOutcome() throws IOException {
        JsonNode parts =
                tree("unary-success-code-execution.json").at("/candidates/0/content/parts");

        JsonNode outputs = json(decode("unary-success-code-execution.json"), Name.TOOL_OUTPUTS);

        assertThat(outputs).hasSize(2).containsExactly(parts.get(0), parts.get(1));
    }

    @ParameterizedTest
    @CsvSource({
        "unary-success-thinking-reply-thought-summary.json",
        "unary-success-thinking-function-call-thought-summary-signature.json"
    })
    void thoughts_areKeptApart(String name) throws IOException {
        String thought = tree(name).at("/candidates/0/content/parts/0/text").asText();

        GeminiReply.Answer answer = (GeminiReply.Answer) decode(name);

        assertThat(thought).isNotBlank();
        assertThat(json(answer, Name.THOUGHTS).asText()).isEqualTo(thought);
        assertThat(answer.text()).doesNotContain(thought);
    }

    @Test
    void functionCall_isReadAndItsContentCanBeSentBack() throws IOException {
        String name = "unary-success-thinking-function-call-thought-summary-signature.json";

        AnswerContent content = ((GeminiReply.Answer) decode(name)).content();

        assertThat(content.functionCalls()).hasSize(1);
        assertThat(content.functionCalls().get(0)).hasToString("now");
        assertThat(content.functionCalls().get(0).args()).asString(UTF_8).isEqualTo("{}");
        assertThat(MAPPER.readTree(content.received()))
                .isEqualTo(tree(name).at("/candidates/0/content"));
    }

    @Test
    void citationsOfAStream_areAllKept() throws IOException {
        StreamDecoder stream = decoder.stream();
        boolean unused = stream.read(WireFiles.read("streaming-failure-recitation-no-content.txt"));

        JsonNode sources = json(stream.end(0), Name.CITATION_METADATA).path("citationSources");

        assertThat(sources).hasSize(10);
        assertThat(sources.at("/0/startIndex").asInt()).isEqualTo(110);
        assertThat(sources.at("/9/endIndex").asInt()).isEqualTo(1_341);
    }

    private GeminiReply decode(String name) throws IOException {
        return decoder.answer(WireFiles.read(name));
    }

    private static JsonNode tree(String name) throws IOException {
        return MAPPER.readTree(WireFiles.read(name));
    }

    private static JsonNode json(GeminiReply reply, Name name) throws IOException {
        String json = detail(reply, name);
        return json.equals("absent") ? MAPPER.missingNode() : MAPPER.readTree(json);
    }
}
