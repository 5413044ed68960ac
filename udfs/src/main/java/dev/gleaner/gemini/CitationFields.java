package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects citationMetadata while it is parsed. Unlike all else that an answer says of itself, the
 * pieces of a stream each hold other ones, so several are joined to one. Not thread-safe.
 */
final class CitationFields {
    private final JsonSpan span = new JsonSpan();
    private final List<JsonSlice> sources = new ArrayList<>();
    private final List<JsonSlice> citations = new ArrayList<>();
    private int read;

    /** Reads the object at the parser, which reads {@code json}. */
    void read(JsonParser parser, byte[] json) throws IOException {
        boolean remembered =
                span.read(
                        parser,
                        json,
                        (name, value) -> {
                            if (name.equals("citationSources")) {
                                add(value, json, sources);
                            } else if (name.equals("citations")) {
                                add(value, json, citations);
                            }
                        });
        read += remembered ? 1 : 0;
    }

    private static void add(JsonParser parser, byte[] json, List<JsonSlice> list)
            throws IOException {
        if (parser.hasToken(JsonToken.START_ARRAY)) {
            JsonSlice elements = JsonSlice.skip(parser, json).inner();
            if (!elements.isBlank()) {
                list.add(elements);
            }
        }
    }

    /** Returns it as received if there is one, with all their citations if there are several. */
    byte @Nullable [] bytes() {
        if (read <= 1 || (sources.isEmpty() && citations.isEmpty())) {
            return span.bytes();
        }
        if (citations.isEmpty()) {
            return JsonSlice.join("{\"citationSources\":[", sources, "]}");
        }
        byte[] vertex = JsonSlice.join("\"citations\":[", citations, "]}");
        return sources.isEmpty()
                ? JsonBytes.concat(List.of(JsonBytes.utf8("{"), vertex))
                : JsonBytes.concat(
                        List.of(JsonSlice.join("{\"citationSources\":[", sources, "],"), vertex));
    }
}
