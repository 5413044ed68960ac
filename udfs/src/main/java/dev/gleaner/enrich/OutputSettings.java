package dev.gleaner.enrich;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What an answer must be.
 *
 * @param mode its form
 * @param validationSchema the full JSON Schema that it must satisfy, or null if there is none
 * @param thoughts whether summaries of the model's thoughts are kept
 * @param grounding whether answers are to rest on sources
 */
public record OutputSettings(
        Mode mode, @Nullable String validationSchema, boolean thoughts, Grounding grounding)
        implements Serializable {

    /** The forms of an answer. */
    public enum Mode {
        /** JSON that fits a schema. */
        SCHEMA,
        /** Any one JSON document. */
        JSON,
        /** Prose; the enrichment is a JSON string. */
        TEXT,
        /** One of some words; the enrichment is a JSON string. */
        ENUM,
        /** The arguments of a function that the model calls. */
        FUNCTION,
        /** Images, written to files; the enrichment is an object with the text, if any. */
        IMAGE
    }

    /** Whether answers are to rest on sources. */
    public enum Grounding {
        /** No. */
        NONE,
        /** If the model chooses to; the status tells. */
        WANTED,
        /** An answer without sources is a failure. */
        REQUIRED
    }

    /** JSON that fits a schema, and nothing besides. */
    public static OutputSettings schema(String validationSchema) {
        return new OutputSettings(Mode.SCHEMA, validationSchema, false, Grounding.NONE);
    }
}
