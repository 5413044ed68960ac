package dev.gleaner.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;

/**
 * The readers and writers of JSON on every path of a record and of an answer. They share their
 * limits, so that no path refuses what another one accepted: a document is nested at most {@value
 * #MAX_DEPTH} levels deep, and a number has at most {@value #MAX_NUMBER_LENGTH} characters, which
 * is checked when a tree is made. Names and texts are as long as the document, whose bytes are
 * bounded elsewhere. Jackson's own limits of names and numbers are off: it counts other lengths
 * when it reads bytes than when it reads characters. Thread-safe.
 */
public final class Json {
    /** Below what readers take by default: Jackson 1,000, Python about 990, PHP 512. */
    public static final int MAX_DEPTH = 500;

    /** The most characters of a number. */
    public static final int MAX_NUMBER_LENGTH = 1_000;

    /** An answer and what is around it on the wire. */
    private static final int MAX_BODY_DEPTH = 2 * MAX_DEPTH;

    private static final JsonFactory DOCUMENTS = factory(MAX_DEPTH);
    private static final JsonFactory BODIES = factory(MAX_BODY_DEPTH);
    private static final ObjectReader EXACT = trees(DOCUMENTS, true);
    private static final ObjectReader STRICT =
            trees(
                    DOCUMENTS
                            .rebuild()
                            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .build(),
                    false);

    private Json() {}

    private static JsonFactory factory(int depth) {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                // UTF-8 only: other encodings have no byte offsets.
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .streamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(depth)
                                .maxNameLength(Integer.MAX_VALUE)
                                .maxNumberLength(Integer.MAX_VALUE)
                                .maxStringLength(Integer.MAX_VALUE)
                                .build())
                // What was read is written with something around it.
                .streamWriteConstraints(
                        StreamWriteConstraints.builder()
                                .maxNestingDepth(MAX_BODY_DEPTH + depth)
                                .build())
                .build();
    }

    private static ObjectReader trees(JsonFactory factory, boolean exact) {
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .addModule(
                        new SimpleModule().addDeserializer(JsonNode.class, new TreeReader(exact)))
                .build()
                .readerFor(JsonNode.class);
    }

    /** Returns the factory of parsers and generators of documents. */
    public static JsonFactory documents() {
        return DOCUMENTS;
    }

    /** Returns the factory of parsers of what the endpoint sends, which holds documents. */
    public static JsonFactory bodies() {
        return BODIES;
    }

    /**
     * Returns the one document in a text. Numbers keep the digits they were written with.
     *
     * @return a missing node if there is none
     * @throws JsonProcessingException if it is not JSON; its message quotes the text
     */
    public static JsonNode read(String text) throws JsonProcessingException {
        return EXACT.readTree(text);
    }

    /**
     * Returns the one document in a text, for a validator of schemas: an object has no name twice,
     * and numbers with a fraction or an exponent are doubles, with which arithmetic is fast.
     *
     * @return a missing node if there is none
     * @throws JsonProcessingException if it is not JSON; its message quotes the text
     */
    public static JsonNode readStrictly(String text) throws JsonProcessingException {
        return STRICT.readTree(text);
    }
}
