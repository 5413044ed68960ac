package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever happens to a body, there is one reply, soon, and its details keep their bounds. */
class ResponseMutationTest {
    private static final int MUTATIONS = 20_000;
    private static final String TOKENS = "{}[]\",:\\ue0-\n\0tn\u007F";

    private final ReplyDecoder decoder = WireFiles.decoder();
    private final JsonMapper mapper = new JsonMapper();

    @Test
    void mutatedBody_alwaysGivesOneReply() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<byte[]> bodies = new ArrayList<>();
        for (String name : WireFiles.names()) {
            bodies.add(WireFiles.read(name));
        }

        for (int i = 0; i < MUTATIONS; i++) {
            byte[] body = mutated(bodies.get(random.nextInt(bodies.size())), random);
            String what = "seed " + seed + ", mutation " + i;
            check(decoder.answer(body), what);
            if (i % 4 == 0) {
                int status = 100 + random.nextInt(500);
                check(decoder.error(new ErrorResponse(status, null, "x", "y", body)), what);
            }
        }
    }

    @Test
    void hostileBodies_takeNoLongerThanTheirSize() throws IOException {
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
                                "{\"" + "k".repeat(3_000_000) + "\":1}")
                        .map(WireFiles::utf8)
                        .toList();

        for (byte[] body : bodies) {
            GeminiReply reply =
                    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> decoder.answer(body));
            check(reply, new String(body, 0, 40, StandardCharsets.UTF_8));
        }
    }

    private void check(GeminiReply reply, String what) throws IOException {
        assertThat(reply).as(what).isNotNull();
        if (reply instanceof GeminiReply.Failed failed) {
            assertThat(failed.detail()).as(what).hasSizeBetween(1, 300).doesNotContain("\n");
        }
        if (reply.metadata().usageMetadata() != null) {
            assertThat(mapper.readTree(reply.metadata().usageMetadata()).isObject())
                    .as(what)
                    .isTrue();
        }
    }

    private static byte[] mutated(byte[] body, Random random) {
        byte[] copy = body.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(copy.length);
            switch (random.nextInt(5)) {
                case 0 -> copy[at] = (byte) random.nextInt(256);
                case 1 -> copy[at] = (byte) TOKENS.charAt(random.nextInt(TOKENS.length()));
                case 2 -> copy = Arrays.copyOf(copy, Math.max(1, at));
                case 3 -> copy = without(copy, at, random.nextInt(40));
                default -> {
                    int from = random.nextInt(copy.length);
                    int length = Math.min(random.nextInt(60), copy.length - Math.max(at, from));
                    System.arraycopy(copy.clone(), from, copy, at, length);
                }
            }
        }
        return copy;
    }

    private static byte[] without(byte[] body, int at, int length) {
        int end = Math.min(body.length, at + length);
        byte[] rest = Arrays.copyOf(body, Math.max(1, body.length - (end - at)));
        System.arraycopy(body, end, rest, at == rest.length ? 0 : at, body.length - end);
        return rest;
    }
}
