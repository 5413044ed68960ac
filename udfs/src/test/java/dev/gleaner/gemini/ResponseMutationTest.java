package dev.gleaner.gemini;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever happens to a body, there is one reply, soon, and its details keep their bounds. */
class ResponseMutationTest {
    private static final int MUTATIONS = 20_000;

    private final ReplyDecoder decoder = WireFiles.decoder();

    @Test
    void mutatedBody_alwaysGivesOneReply() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<byte[]> bodies = new ArrayList<>();
        for (String name : WireFiles.names()) {
            bodies.add(WireFiles.read(name));
        }
        for (int i = 0; i < 100; i++) {
            bodies.add(WireFiles.utf8(new AnswerGenerator(random).next().toString()));
        }

        for (int i = 0; i < MUTATIONS; i++) {
            byte[] body = Mutations.mutated(bodies.get(random.nextInt(bodies.size())), random);
            String what = "seed " + seed + ", mutation " + i;
            Mutations.check(decoder.answer(body), what);
            if (i % 4 == 0) {
                int status = 100 + random.nextInt(500);
                Mutations.check(
                        decoder.error(new ErrorResponse(status, null, "x", "y", body)), what);
            }
        }
    }

    @Test
    void generatedAnswer_isDecodedToWhatItWasMadeOf() throws IOException {
        long seed = System.nanoTime();
        AnswerGenerator generator = new AnswerGenerator(new Random(seed));

        for (int i = 0; i < 2_000; i++) {
            String what = "seed " + seed + ", answer " + i;
            JsonNode tree = generator.next();
            GeminiReply reply = decoder.answer(WireFiles.utf8(tree.toPrettyString()));

            Mutations.check(reply, what);
            AnswerTree.check(reply, tree, what);
        }
    }

    @Test
    void hostileBodies_takeNoLongerThanTheirSize() throws IOException {
        String source = "{\"web\":{\"uri\":\"" + "u".repeat(500_000) + "\"}}";
        String supports = "{\"groundingChunkIndices\":[0]},".repeat(100_000) + "{}";
        String nearly = "{\"segment\":{\"text\":\"" + "a".repeat(300_000) + "b\"}},";
        String indices = "0,1,99999,".repeat(300_000) + "7";
        String manyParts = "{\"text\":\"x\"},".repeat(200_000) + "{}";
        List<byte[]> bodies =
                Stream.of(
                                "[".repeat(1_000_000),
                                "{\"candidates\":".repeat(100_000),
                                "{\"candidates\":[{\"content\":{\"parts\":[" + manyParts + "]}}]}",
                                "{\"candidates\":[" + "9".repeat(3_000_000) + "]}",
                                "{\"usageMetadata\":{\"totalTokenCount\":1e999999999}}",
                                "{\"error\":{\"code\":1e999999999,\"message\":\""
                                        + "x".repeat(3_000_000)
                                        + "\"}}",
                                "{\"error\":{\"message\":\"" + "\\\"".repeat(1_000_000) + "\"}}",
                                "{\"" + "k".repeat(3_000_000) + "\":1}",
                                answer(
                                        "x",
                                        "\"groundingChunks\":["
                                                + source
                                                + "],"
                                                + "\"groundingSupports\":["
                                                + supports
                                                + "]"),
                                answer(
                                        "a".repeat(1_000_000),
                                        "\"groundingSupports\":[" + nearly.repeat(9) + "{}]"),
                                answer(
                                        "x",
                                        "\"groundingSupports\":[{\"groundingChunkIndices\":["
                                                + indices
                                                + "]}]"),
                                parts("{},{\"functionCall\":{}},".repeat(100_000)),
                                parts(
                                        "{\"inlineData\":{\"data\":\""
                                                + "\\u0041AAA".repeat(300_000)
                                                + "\"}},"),
                                parts("{\"inlineData\":{\"data\":\"AA==\"}},".repeat(100_000)),
                                parts("{\"thought\":true,\"text\":\"\\ud800\"},".repeat(100_000)),
                                parts("{\"executableCode\":{}},".repeat(100_000)))
                        .map(WireFiles::utf8)
                        .toList();

        for (byte[] body : bodies) {
            GeminiReply reply =
                    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> decoder.answer(body));
            Mutations.check(reply, new String(body, 0, 40, StandardCharsets.UTF_8));
        }
    }

    private static String answer(String text, String grounding) {
        return "{\"candidates\":[{\"groundingMetadata\":{"
                + grounding
                + "},\"content\":{\"parts\":[{\"text\":\""
                + text
                + "\"}]}}]}";
    }

    private static String parts(String parts) {
        return "{\"candidates\":[{\"content\":{\"parts\":[" + parts + "{}]}}]}";
    }
}
