package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gleaner.model.GroundingStatus;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Collects what an answer says it rests on while it is parsed: groundingMetadata and
 * urlContextMetadata. Of each the last one that is not empty counts, since the pieces of a stream
 * hold less or nothing, the former at first and the latter at the end. Not thread-safe.
 */
final class GroundingFields {
    private static final String SUCCESS = "URL_RETRIEVAL_STATUS_SUCCESS";

    private final JsonSpan span = new JsonSpan();
    private final JsonSpan urlContext = new JsonSpan();
    private @Nullable GroundingMetadata metadata;
    private boolean pageRead;

    byte @Nullable [] bytes() {
        return span.bytes();
    }

    byte @Nullable [] urlContextBytes() {
        return urlContext.bytes();
    }

    /** How many different webSearchQueries there are. */
    int searchQueries() {
        return metadata == null ? 0 : metadata.searchQueries();
    }

    GroundingStatus status() {
        if (pageRead || (metadata != null && metadata.hasSources())) {
            return GroundingStatus.GROUNDED;
        }
        return metadata != null && metadata.hasQueries()
                ? GroundingStatus.QUERIES_ONLY
                : GroundingStatus.NONE;
    }

    /** Returns which sources support which texts of the answer, or null if nothing says so. */
    byte @Nullable [] sources(ContentFields answer) {
        return metadata == null || metadata.supports().isEmpty()
                ? null
                : GroundingSources.json(metadata, answer);
    }

    /** Reads the groundingMetadata at the parser, which reads {@code json}. */
    void read(JsonParser parser, byte[] json) throws IOException {
        GroundingMetadata next = new GroundingMetadata();
        if (span.read(parser, json, next)) {
            metadata = next;
        }
    }

    /** Reads the urlContextMetadata at the parser, which reads {@code json}. */
    void readUrlContext(JsonParser parser, byte[] json) throws IOException {
        boolean[] success = {false};
        boolean remembered =
                urlContext.read(
                        parser,
                        json,
                        (name, value) -> {
                            if (name.equals("urlMetadata")) {
                                success[0] |= hasSuccess(value);
                            }
                        });
        if (remembered) {
            pageRead = success[0];
        }
    }

    private static boolean hasSuccess(JsonParser parser) throws IOException {
        boolean success = false;
        if (!parser.hasToken(JsonToken.START_ARRAY)) {
            return false;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!parser.hasToken(JsonToken.START_OBJECT)) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean status = parser.currentName().equals("urlRetrievalStatus");
                parser.nextToken();
                success |=
                        status
                                && parser.hasToken(JsonToken.VALUE_STRING)
                                && parser.getText().equalsIgnoreCase(SUCCESS);
                parser.skipChildren();
            }
        }
        return success;
    }
}
