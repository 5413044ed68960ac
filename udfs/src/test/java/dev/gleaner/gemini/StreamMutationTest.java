package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A stream says what the same answer in one piece says, and whatever it is, has one reply. */
class StreamMutationTest {
    private static final int MUTATIONS = 10_000;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final ReplyDecoder decoder = WireFiles.decoder();

    @Test
    void answerCutIntoEvents_isTheSameReply() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<JsonNode> trees = new ArrayList<>();
        for (String name : WireFiles.names()) {
            JsonNode tree = MAPPER.readTree(WireFiles.read(name));
            if (tree.at("/candidates/0").has("finishReason")) {
                trees.add(tree);
            }
        }
        assertThat(trees).hasSizeGreaterThan(10);
        for (int i = 0; i < 20; i++) {
            trees.add(new AnswerGenerator(random).next());
        }

        for (JsonNode tree : trees) {
            GeminiReply unary = decoder.answer(WireFiles.utf8(MAPPER.writeValueAsString(tree)));
            for (int i = 0; i < 50; i++) {
                assertThat(decode(stream(tree, random), random))
                        .as("seed %d, %d, %s", seed, i, tree)
                        .usingRecursiveComparison()
                        // as received: here in shreds
                        .ignoringFields("content.received")
                        .isEqualTo(unary);
            }
        }
    }

    @Test
    void mutatedStream_alwaysGivesOneReply() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<byte[]> bodies = new ArrayList<>();
        for (String name : WireFiles.streamNames()) {
            bodies.add(WireFiles.read(name));
        }

        for (int i = 0; i < MUTATIONS; i++) {
            byte[] body = Mutations.mutated(bodies.get(random.nextInt(bodies.size())), random);
            String what = "seed " + seed + ", mutation " + i;

            GeminiReply reply = decode(body, random);

            Mutations.check(reply, what);
            StreamDecoder whole = decoder.stream();
            boolean unused = whole.read(body);
            assertThat(reply).as(what).usingRecursiveComparison().isEqualTo(whole.end(0));
        }
    }

    private GeminiReply decode(byte[] body, Random random) {
        StreamDecoder stream = decoder.stream();
        int longest = 1 + random.nextInt(3_000);
        for (byte[] piece : WireFiles.pieces(body, random, longest)) {
            if (!stream.read(piece)) {
                break;
            }
        }
        return stream.end(0);
    }

    /** As Gemini streams: texts in shreds, what concludes an answer in the last event alone. */
    private static byte[] stream(JsonNode tree, Random random) throws IOException {
        List<JsonNode> parts = new ArrayList<>();
        for (JsonNode part : tree.at("/candidates/0/content/parts")) {
            parts.addAll(shreds(part, random));
        }
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        String end = random.nextBoolean() ? "\r\n" : "\n";
        int next = 0;
        while (next < parts.size() && random.nextInt(20) > 0) {
            int count = Math.min(parts.size() - next, 1 + random.nextInt(3));
            ObjectNode event = MAPPER.createObjectNode();
            event.putArray("candidates").add(content(parts.subList(next, next + count)));
            if (tree.has("usageMetadata")) {
                event.putObject("usageMetadata").put("promptTokenCount", 1);
            }
            write(event, end, stream);
            next += count;
        }
        ObjectNode last = tree.deepCopy();
        ObjectNode candidate = (ObjectNode) last.at("/candidates/0");
        candidate.setAll(content(parts.subList(next, parts.size())));
        write(last, end, stream);
        return stream.toByteArray();
    }

    private static void write(ObjectNode event, String end, ByteArrayOutputStream stream)
            throws IOException {
        stream.write(WireFiles.utf8("data: " + MAPPER.writeValueAsString(event) + end + end));
    }

    private static ObjectNode content(List<JsonNode> parts) {
        ObjectNode candidate = MAPPER.createObjectNode();
        ArrayNode array = candidate.putObject("content").putArray("parts");
        parts.forEach(array::add);
        return candidate;
    }

    private static List<JsonNode> shreds(JsonNode part, Random random) {
        if (!part.has("text")) {
            return List.of(part);
        }
        String text = part.path("text").asText();
        List<JsonNode> shreds = new ArrayList<>();
        for (int start = 0; start < text.length() || shreds.isEmpty(); ) {
            int length = Math.min(text.length() - start, 1 + random.nextInt(60));
            int end = text.offsetByCodePoints(start, text.codePointCount(start, start + length));
            shreds.add(((ObjectNode) part.deepCopy()).put("text", text.substring(start, end)));
            start = end;
        }
        return shreds;
    }
}
