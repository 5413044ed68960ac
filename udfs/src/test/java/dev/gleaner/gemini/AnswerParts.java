package dev.gleaner.gemini;

import static dev.gleaner.gemini.WireFiles.utf8;

import dev.gleaner.model.AnswerDetail;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes answers of parts, and looks into what they were decoded to. */
final class AnswerParts {
    private AnswerParts() {}

    /** Returns the body of an answer with these parts. */
    static byte[] body(String parts) {
        return candidate("\"content\":{\"parts\":[" + parts + "]}");
    }

    /** Returns the body of an answer whose candidate has these fields. */
    static byte[] candidate(String fields) {
        return utf8("{\"candidates\":[{" + fields + "}]}");
    }

    /** Returns all details, by their names in JSON. */
    static Map<String, String> details(GeminiReply reply) {
        return reply.metadata().details().stream()
                .collect(
                        Collectors.toMap(
                                detail -> detail.name().field(),
                                detail -> new String(detail.json(), StandardCharsets.UTF_8)));
    }

    /** Returns a detail, or "absent". */
    static String detail(GeminiReply reply, AnswerDetail.Name name) {
        return details(reply).getOrDefault(name.field(), "absent");
    }
}
