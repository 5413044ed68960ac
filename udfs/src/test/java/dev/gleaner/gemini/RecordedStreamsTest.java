package dev.gleaner.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.gleaner.model.FailureKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded stream is decoded to what its name tells, however it is cut. */
class RecordedStreamsTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final ReplyDecoder decoder = WireFiles.decoder();

    static List<String> names() throws IOException {
        return WireFiles.streamNames();
    }

    @Test
    void everyRecordedStream_isHere() throws IOException {
        assertThat(names()).hasSize(13);
    }

    @ParameterizedTest
    @CsvSource({
        "streaming-failure-image-rejected.txt, REQUEST_REJECTED",
        "streaming-failure-prompt-blocked-safety.txt, PROMPT_BLOCKED",
        "streaming-failure-recitation-no-content.txt, RECITATION"
    })
    void recordedFailure_hasItsKind(String name, FailureKind kind) throws IOException {
        GeminiReply.Failed failed = (GeminiReply.Failed) decode(WireFiles.read(name));

        assertThat(failed.kind()).isEqualTo(kind);
        assertThat(failed.httpStatus()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("names")
    void textAndMetadata_equalWhatATreeOfEachEventSays(String name) throws IOException {
        byte[] body = WireFiles.read(name);
        StringBuilder text = new StringBuilder();
        JsonNode usage = MAPPER.missingNode();
        for (JsonNode event : trees(body)) {
            usage = event.has("usageMetadata") ? event.path("usageMetadata") : usage;
            for (JsonNode part : event.at("/candidates/0/content/parts")) {
                text.append(part.path("thought").asBoolean() ? "" : part.path("text").asText(""));
            }
        }

        GeminiReply reply = decode(body);

        if (name.contains("-success-")) {
            assertThat(reply).isInstanceOf(GeminiReply.Answer.class);
        }
        if (reply instanceof GeminiReply.Answer answer) {
            assertThat(answer.text()).isEqualTo(text.toString());
        }
        assertThat(reply.metadata().usage().total())
                .isEqualTo(usage.path("totalTokenCount").asLong());
        byte[] usageMetadata = reply.metadata().usageMetadata();
        assertThat(usageMetadata == null ? MAPPER.missingNode() : MAPPER.readTree(usageMetadata))
                .isEqualTo(usage);
    }

    @ParameterizedTest
    @MethodSource("names")
    void anyPiecesAndLineEnds_giveTheSameReply(String name) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String text = new String(WireFiles.read(name), UTF_8).replace("\r\n", "\n");
        GeminiReply whole = decode(WireFiles.read(name));

        for (String end : List.of("\n", "\r\n", "\r")) {
            byte[] body = WireFiles.utf8(text.replace("\n", end));
            for (int i = 0; i < 50; i++) {
                StreamDecoder stream = decoder.stream();
                WireFiles.pieces(body, random, i == 0 ? 1 : 1 + random.nextInt(2_000))
                        .forEach(stream::read);

                assertThat(stream.end(0))
                        .as("seed %d, cut %d", seed, i)
                        .usingRecursiveComparison()
                        .isEqualTo(whole);
            }
        }
    }

    /** What comes without {@code alt=sse}. */
    @ParameterizedTest
    @MethodSource("names")
    void arrayOfPieces_givesTheSameReply(String name) throws IOException {
        byte[] body = WireFiles.read(name);
        ArrayNode array = MAPPER.createArrayNode();
        trees(body).forEach(array::add);

        GeminiReply reply =
                decode(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(array));

        assertThat(reply).usingRecursiveComparison().isEqualTo(decode(body));
    }

    private GeminiReply decode(byte[] body) {
        StreamDecoder stream = decoder.stream();
        boolean unused = stream.read(body);
        return stream.end(0);
    }

    private static List<JsonNode> trees(byte[] body) throws IOException {
        String text = new String(body, UTF_8).replace("\r\n", "\n");
        List<String> documents =
                text.startsWith("data: ")
                        ? text.lines()
                                .filter(line -> !line.isEmpty())
                                .map(line -> line.substring("data: ".length()))
                                .toList()
                        : List.of(text);
        List<JsonNode> trees = new ArrayList<>();
        for (String document : documents) {
            trees.add(MAPPER.readTree(document));
        }
        return trees;
    }
}
