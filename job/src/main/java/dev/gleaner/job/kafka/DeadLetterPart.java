package dev.gleaner.job.kafka;

import java.util.Locale;

/** What a dead letter can leave out, if its topic does not take all of it. */
enum DeadLetterPart {
    /** The answer that was rejected, if it is kept at all. */
    ANSWER,
    /** The two headers that may be long: the model's usage, and the failure's detail. */
    NOTES,
    VALUE,
    /** Those of the original record. */
    HEADERS,
    KEY;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
