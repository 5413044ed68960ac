package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is needed of one groundingMetadata, read field by field. Not thread-safe. */
final class GroundingMetadata implements JsonSpan.FieldReader {
    private final Set<String> searchQueries = new HashSet<>();
    private final Set<String> otherQueries = new HashSet<>();
    private final List<GroundingSource> chunks = new ArrayList<>();
    private final List<GroundingSupport> supports = new ArrayList<>();

    /** How many different webSearchQueries there are; blank ones occur and are not billed. */
    int searchQueries() {
        return searchQueries.size();
    }

    /** Whether anything was looked for, be it images or documents. */
    boolean hasQueries() {
        return !searchQueries.isEmpty() || !otherQueries.isEmpty();
    }

    /** Whether any chunk names a source. */
    boolean hasSources() {
        return chunks.stream().anyMatch(GroundingSource::isKnown);
    }

    /** The groundingChunks, by whose indices supports name them. */
    List<GroundingSource> chunks() {
        return chunks;
    }

    List<GroundingSupport> supports() {
        return supports;
    }

    @Override
    public void read(String name, JsonParser parser) throws IOException {
        if (!parser.hasToken(JsonToken.START_ARRAY)) {
            return;
        }
        switch (name) {
            case "webSearchQueries" -> readQueries(parser, searchQueries);
            case "imageSearchQueries", "retrievalQueries" -> readQueries(parser, otherQueries);
            case "groundingChunks" -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    chunks.add(GroundingSource.read(parser));
                }
            }
            case "groundingSupports" -> readSupports(parser);
            default -> {
                // kept in the copied bytes
            }
        }
    }

    private void readSupports(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.hasToken(JsonToken.START_OBJECT)) {
                GroundingSupport support = new GroundingSupport();
                support.read(parser);
                if (!support.isEmpty()) {
                    supports.add(support);
                }
            } else {
                parser.skipChildren();
            }
        }
    }

    private static void readQueries(JsonParser parser, Set<String> queries) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.hasToken(JsonToken.VALUE_STRING) && !parser.getText().isBlank()) {
                queries.add(parser.getText());
            }
            parser.skipChildren();
        }
    }
}
