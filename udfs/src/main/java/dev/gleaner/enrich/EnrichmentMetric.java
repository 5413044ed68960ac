package dev.gleaner.enrich;

/**
 * The counters of the function, under the operator's metric group {@code gleaner}. Beside them are
 * one counter for each kind of failure, such as {@code gleaner.failures.RATE_LIMITED}, and the
 * gauges {@code limit}, {@code inFlight} and {@code waiting}.
 */
public enum EnrichmentMetric {
    RECORDS("records", "records taken in, tombstones included"),
    ENRICHED("enriched", "records that ended as an enriched record"),
    DEAD_LETTERS("deadLetters", "records that ended as a dead letter"),
    TOMBSTONES("tombstones", "records without a value, passed or dropped"),
    ATTEMPTS("attempts", "HTTP exchanges begun"),
    RETRIES("retries", "attempts made again after a failure"),
    REPAIRS("repairs", "answers sent back once because they broke the schema"),
    PROMPT_TOKENS("tokens.prompt", "promptTokenCount of all answers"),
    CACHED_TOKENS("tokens.cached", "cachedContentTokenCount of all answers"),
    CANDIDATES_TOKENS("tokens.candidates", "candidatesTokenCount of all answers"),
    THOUGHTS_TOKENS("tokens.thoughts", "thoughtsTokenCount of all answers"),
    TOOL_USE_TOKENS("tokens.toolUse", "toolUsePromptTokenCount of all answers"),
    TOTAL_TOKENS("tokens.total", "totalTokenCount of all answers");

    private final String metricName;
    private final String description;

    EnrichmentMetric(String metricName, String description) {
        this.metricName = metricName;
        this.description = description;
    }

    /** Returns the name below the group {@code gleaner}. */
    public String metricName() {
        return metricName;
    }

    /** Returns what is counted. */
    public String description() {
        return description;
    }
}
