package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects groundingMetadata while it is parsed. The last one that is not empty counts, since a
 * stream's earlier pieces hold less or nothing. Not thread-safe.
 */
final class GroundingFields {
    private final JsonSpan span = new JsonSpan();
    private Set<String> searchQueries = Set.of();

    byte @Nullable [] bytes() {
        return span.bytes();
    }

    /** How many different webSearchQueries there are; blank ones occur and are not billed. */
    int searchQueries() {
        return searchQueries.size();
    }

    /** Reads the object at the parser, which reads {@code json}. */
    void read(JsonParser parser, byte[] json) throws IOException {
        Set<String> queries = new HashSet<>();
        boolean remembered =
                span.read(
                        parser,
                        json,
                        (name, value) -> {
                            if (name.equals("webSearchQueries")) {
                                readQueries(value, queries);
                            }
                        });
        if (remembered) {
            searchQueries = queries;
        }
    }

    private static void readQueries(JsonParser parser, Set<String> queries) throws IOException {
        if (!parser.hasToken(JsonToken.START_ARRAY)) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.hasToken(JsonToken.VALUE_STRING) && !parser.getText().isBlank()) {
                queries.add(parser.getText());
            }
            parser.skipChildren();
        }
    }
}
