package dev.gleaner.local;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The part of an enriched record that is counted.
 *
 * @param source where the original lies; null in layouts that do not say
 * @param usageMetadata what was billed, or null
 * @param call what is known of the call, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Outcome(@Nullable Position source, @Nullable Usage usageMetadata, @Nullable Call call) {

    /** An original record's place. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Position(String topic, int partition, long offset) {}

    /** Gemini's count of tokens; absent means 0. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Usage(long totalTokenCount) {}

    /**
     * The call of a record.
     *
     * @param costUsd null if the price is not known
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Call(@Nullable BigDecimal costUsd) {}
}
