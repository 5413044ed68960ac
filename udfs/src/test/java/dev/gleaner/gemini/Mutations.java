package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.model.AnswerDetail;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/** Changes bodies at random, and checks what must hold whatever they are. */
final class Mutations {
    private static final String TOKENS = "{}[]\",:\\ue0-\n\0tn\u007F";
    private static final int MAX_DETAIL_BYTES = 4_100_000;
    private static final JsonMapper MAPPER = new JsonMapper();

    private Mutations() {}

    static void check(GeminiReply reply, String what) throws IOException {
        assertThat(reply).as(what).isNotNull();
        if (reply instanceof GeminiReply.Failed failed) {
            assertThat(failed.detail()).as(what).hasSizeBetween(1, 300).doesNotContain("\n");
        }
        for (byte[] object :
                new byte[][] {
                    reply.metadata().usageMetadata(), reply.metadata().groundingMetadata()
                }) {
            assertThat(object == null || MAPPER.readTree(object).isObject()).as(what).isTrue();
        }
        for (AnswerDetail detail : reply.metadata().details()) {
            assertThat(MAPPER.readTree(detail.json()).isMissingNode()).as(what).isFalse();
            assertThat(detail.json()).as(what).hasSizeLessThan(MAX_DETAIL_BYTES);
        }
        if (reply instanceof GeminiReply.Answer answer) {
            check(answer, what);
        }
    }

    private static void check(GeminiReply.Answer answer, String what) throws IOException {
        AnswerContent content = answer.content();
        assertThat(answer.text().isBlank() && content.isEmpty()).as(what).isFalse();
        assertThat(content.received() == null).isEqualTo(content.functionCalls().isEmpty());
        for (FunctionCall call : content.functionCalls()) {
            assertThat(MAPPER.readTree(call.args()).isObject()).as(what).isTrue();
        }
        if (content.received() != null) {
            assertThat(MAPPER.readTree(content.received()).path("parts"))
                    .as(what)
                    .hasSizeGreaterThanOrEqualTo(content.functionCalls().size())
                    .allMatch(part -> part.isObject() && !part.isEmpty());
        }
    }

    static byte[] mutated(byte[] body, Random random) {
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
