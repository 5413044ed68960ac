package dev.gleaner.gemini;

import static dev.gleaner.gemini.AnswerParts.details;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.model.AnswerDetail.Name;
import dev.gleaner.model.GroundingStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds a decoded answer against its tree. */
final class AnswerTree {
    private static final JsonMapper MAPPER = new JsonMapper();

    private AnswerTree() {}

    static void check(GeminiReply reply, JsonNode tree, String what) throws IOException {
        GeminiReply.Answer answer = (GeminiReply.Answer) reply;
        JsonNode candidate = tree.at("/candidates/0");
        Map<String, String> details = details(reply);

        checkParts(answer, candidate.path("content"), details, what);
        checkSources(answer, candidate.path("groundingMetadata"), details, what);
        for (Name name :
                List.of(
                        Name.SAFETY_RATINGS,
                        Name.CITATION_METADATA,
                        Name.AVG_LOGPROBS,
                        Name.LOGPROBS_RESULT,
                        Name.URL_CONTEXT_METADATA)) {
            assertThat(json(details.get(name.field())))
                    .as(what)
                    .isEqualTo(candidate.path(name.field()));
        }
    }

    private static void checkParts(
            GeminiReply.Answer answer, JsonNode content, Map<String, String> details, String what)
            throws IOException {
        StringBuilder text = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        List<JsonNode> outputs = new ArrayList<>();
        List<JsonNode> calls = new ArrayList<>();
        List<String> files = new ArrayList<>();
        for (JsonNode part : content.path("parts")) {
            (part.has("thought") ? thoughts : text).append(part.path("text").asText(""));
            if (part.has("executableCode") || part.has("codeExecutionResult")) {
                outputs.add(part);
            } else if (part.has("functionCall")) {
                calls.add(part.path("functionCall"));
            } else if (part.has("inlineData")) {
                files.add(part.path("inlineData").path("data").asText());
            }
        }
        assertThat(answer.text()).as(what).isEqualTo(text.toString());
        assertThat(json(details.get("thoughts")).asText())
                .as(what)
                .isEqualTo(thoughts.toString().isBlank() ? "" : thoughts.toString());
        assertThat(json(details.get("toolOutputs"))).as(what).containsExactlyElementsOf(outputs);
        assertThat(answer.content().blobs())
                .as(what)
                .extracting(blob -> Base64.getEncoder().encodeToString(blob.data()))
                .isEqualTo(files);
        assertThat(answer.content().functionCalls()).as(what).hasSameSizeAs(calls);
        for (int i = 0; i < calls.size(); i++) {
            FunctionCall call = answer.content().functionCalls().get(i);
            assertThat(call.name()).as(what).isEqualTo(calls.get(i).path("name").asText());
            assertThat(call.id()).as(what).isEqualTo(calls.get(i).path("id").asText(null));
            assertThat(MAPPER.readTree(call.args())).as(what).isEqualTo(calls.get(i).path("args"));
        }
        if (!calls.isEmpty()) {
            assertThat(MAPPER.readTree(answer.content().received())).as(what).isEqualTo(content);
        }
    }

    private static void checkSources(
            GeminiReply.Answer answer, JsonNode grounding, Map<String, String> details, String what)
            throws IOException {
        JsonNode supports = grounding.path("groundingSupports");
        JsonNode sources = json(details.get("sources"));
        byte[] text = answer.text().getBytes(UTF_8);
        boolean named = false;
        for (JsonNode chunk : grounding.path("groundingChunks")) {
            named |= !chunk.isEmpty();
        }
        if (named) {
            assertThat(answer.metadata().grounding()).as(what).isEqualTo(GroundingStatus.GROUNDED);
        }
        assertThat(sources).as(what).hasSize(supports.size());
        for (int i = 0; i < supports.size(); i++) {
            String segment = supports.get(i).at("/segment/text").asText();
            JsonNode source = sources.get(i);
            boolean found = answer.text().contains(segment);
            assertThat(source.path("text").asText()).as(what).isEqualTo(segment);
            assertThat(source.path("resolved").asBoolean()).as(what).isEqualTo(found);
            if (found) {
                int start = source.path("startIndex").asInt();
                int length = source.path("endIndex").asInt() - start;
                assertThat(new String(text, start, length, UTF_8)).as(what).isEqualTo(segment);
            }
        }
    }

    private static JsonNode json(@Nullable String json) throws IOException {
        return json == null ? MAPPER.missingNode() : MAPPER.readTree(json);
    }
}
