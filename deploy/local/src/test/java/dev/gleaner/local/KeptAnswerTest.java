package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class KeptAnswerTest {

    @Test
    void answer_isShownInOneLine() throws IOException {
        assertThat(KeptAnswer.shown(headers("{\n  \"n\": 12\n}\n")))
                .isEqualTo("; the answer: { \"n\": 12 }");
    }

    @Test
    void longAnswer_isCutBetweenCharacters() throws IOException {
        assertThat(KeptAnswer.shown(headers("😀".repeat(500))))
                .isEqualTo("; the answer: " + "😀".repeat(200));
        assertThat(KeptAnswer.shown(headers("a".repeat(500))))
                .isEqualTo("; the answer: " + "a".repeat(200) + "…");
    }

    @Test
    void deadLetterWithoutAnAnswer_showsNone() {
        assertThat(KeptAnswer.shown(new RecordHeaders())).isEmpty();
        Headers broken = new RecordHeaders().add("gleaner-answer", new byte[] {1, 2});
        assertThat(KeptAnswer.shown(broken)).isEmpty();
    }

    private static Headers headers(String answer) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(answer.getBytes(StandardCharsets.UTF_8));
        }
        return new RecordHeaders().add("gleaner-answer", compressed.toByteArray());
    }
}
