package dev.gleaner.local;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * The part of an enriched record that is counted.
 *
 * @param source where the original lies; null in layouts that do not say
 * @param usageMetadata what was billed, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Outcome(@Nullable Position source, @Nullable Usage usageMetadata) {

    /** An original record's place. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Position(String topic, int partition, long offset) {}

    /** Gemini's count of tokens; absent means 0. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Usage(long totalTokenCount) {}
}
