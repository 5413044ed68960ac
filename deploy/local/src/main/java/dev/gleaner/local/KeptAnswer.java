package dev.gleaner.local;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The rejected answer in the headers of a dead letter, which deadLetter.keepAnswer puts there. */
final class KeptAnswer {
    private static final int MAX_CHARS = 200;

    private KeptAnswer() {}

    /** Returns the answer's beginning in one line, as it follows a detail; empty without one. */
    static String shown(Headers headers) {
        Header header = headers.lastHeader("gleaner-answer");
        if (header == null || header.value() == null) {
            return "";
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(header.value()))) {
            byte[] start = in.readNBytes(4 * MAX_CHARS);
            String line = new String(start, StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
            int end =
                    line.offsetByCodePoints(
                            0, Math.min(MAX_CHARS, line.codePointCount(0, line.length())));
            return "; the answer: " + line.substring(0, end) + (end < line.length() ? "…" : "");
        } catch (IOException noGzip) {
            return "";
        }
    }
}
