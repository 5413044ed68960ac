package dev.gleaner.enrich;

import dev.gleaner.gemini.FunctionCall;
import dev.gleaner.gemini.GeminiReply.Answer;
import dev.gleaner.model.RejectedAnswer;
import dev.gleaner.text.StorableText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The answer that a dead letter may keep, for whoever looks for the cause. */
final class Rejection {
    static final int MAX_BYTES = 256 << 10;

    private Rejection() {}

    /**
     * Returns an answer's text, or the functions that it calls if it has no text; null if it has
     * neither.
     *
     * @param violations where it breaks the schema, as JSON pointers
     */
    static @Nullable RejectedAnswer of(Answer answer, List<String> violations) {
        String text = answer.text().isBlank() ? calls(answer) : answer.text();
        byte[] utf8 = StorableText.of(text).getBytes(StandardCharsets.UTF_8);
        return utf8.length == 0 ? null : new RejectedAnswer(start(utf8), utf8.length, violations);
    }

    private static String calls(Answer answer) {
        return answer.content().functionCalls().stream()
                .map(Rejection::call)
                .collect(Collectors.joining("\n"));
    }

    private static String call(FunctionCall call) {
        return call.name() + ' ' + new String(call.args(), StandardCharsets.UTF_8);
    }

    /** Cuts between characters. */
    private static byte[] start(byte[] utf8) {
        if (utf8.length <= MAX_BYTES) {
            return utf8;
        }
        int end = MAX_BYTES;
        while ((utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(utf8, end);
    }
}
