package dev.gleaner.enrich;

/**
 * What the function counts and shows, under the operator's metric group {@code gleaner}. Beside
 * them is one counter for each kind of failure, such as {@code gleaner.failures.RATE_LIMITED}.
 * Names are those of OpenTelemetry's conventions for generative AI where one fits; the kinds of
 * tokens are Gemini's own.
 */
public enum EnrichmentMetric {
    RECORDS(Type.COUNTER, "records", "records taken in, tombstones included"),
    ENRICHED(Type.COUNTER, "enriched", "records that ended as an enriched record"),
    DEAD_LETTERS(Type.COUNTER, "deadLetters", "records that ended as a dead letter"),
    TOMBSTONES(Type.COUNTER, "tombstones", "records without a value, passed or dropped"),
    ATTEMPTS(Type.COUNTER, "attempts", "HTTP exchanges begun"),
    RETRIES(Type.COUNTER, "retries", "attempts made again after a failure"),
    RETRIES_POSTPONED(
            Type.COUNTER, "retriesPostponed", "retries put off because too many were made already"),
    REPAIRS(Type.COUNTER, "repairs", "answers sent back once because they broke the schema"),
    FALLBACKS(Type.COUNTER, "fallbacks", "calls that went on to another model"),
    TOOL_CALLS(Type.COUNTER, "toolCalls", "functions called for the model"),
    TOOL_FAILURES(
            Type.COUNTER, "toolFailures", "functions that failed, of which the model was told"),
    ATTACHMENTS(Type.COUNTER, "attachments", "files of answers written"),
    UNKNOWN_FINISH_REASONS(
            Type.COUNTER,
            "unknownFinishReasons",
            "answers whose finishReason is not known; they are used only if they satisfy the"
                    + " schema"),
    TEXTS_REPLACED(
            Type.COUNTER,
            "textsReplaced",
            "enriched records in which characters that no store takes (NUL, half a surrogate pair)"
                    + " were replaced by U+FFFD"),
    OUTAGES(Type.COUNTER, "outages", "times in which the endpoint answered nobody, now over"),
    PROMPT_TOKENS(
            Type.COUNTER, "gen_ai.client.token.usage.prompt", "promptTokenCount of all answers"),
    CACHED_TOKENS(
            Type.COUNTER,
            "gen_ai.client.token.usage.cached",
            "cachedContentTokenCount of all answers"),
    CANDIDATES_TOKENS(
            Type.COUNTER,
            "gen_ai.client.token.usage.candidates",
            "candidatesTokenCount of all answers"),
    THOUGHTS_TOKENS(
            Type.COUNTER,
            "gen_ai.client.token.usage.thoughts",
            "thoughtsTokenCount of all answers"),
    TOOL_USE_TOKENS(
            Type.COUNTER,
            "gen_ai.client.token.usage.toolUse",
            "toolUsePromptTokenCount of all answers"),
    TOTAL_TOKENS(Type.COUNTER, "gen_ai.client.token.usage.total", "totalTokenCount of all answers"),
    COST(
            Type.COUNTER,
            "costNanoUsd",
            "cost of all answers, and of what prompt.cache keeps, in billionths of a US dollar"),
    UNPRICED(Type.COUNTER, "unpriced", "answers whose model has no price in the table"),
    USAGE_ESTIMATED(
            Type.COUNTER,
            "usageEstimated",
            "answers that did not say what they used, whose tokens are estimated by length"),
    USAGE_CAPPED(
            Type.COUNTER,
            "usageCapped",
            "answers that claimed more tokens than their request can have used"),
    ATTEMPT_DURATION(
            Type.HISTOGRAM,
            "gen_ai.client.operation.duration",
            "milliseconds of an HTTP exchange, of the last 1,000"),
    FIRST_TOKEN(
            Type.HISTOGRAM,
            "gen_ai.server.time_to_first_token",
            "milliseconds from an attempt's start to its first content, if answers are streamed, of"
                    + " the last 1,000"),
    CALL_DURATION(
            Type.HISTOGRAM,
            "callDuration",
            "milliseconds from a record's arrival to its result, of the last 1,000"),
    LIMIT(Type.GAUGE, "limit", "requests that may be under way at once"),
    IN_FLIGHT(Type.GAUGE, "inFlight", "requests under way"),
    WAITING(Type.GAUGE, "waiting", "calls that wait for a permit to send"),
    IN_WORK(Type.GAUGE, "inWork", "records taken in whose results have not left yet"),
    BYTES_IN_WORK(
            Type.GAUGE,
            "bytesInWork",
            "estimated bytes that these records, their requests and their answers hold in memory"),
    HELD_FOR_ORDER(
            Type.GAUGE,
            "heldForOrder",
            "results that are ready and wait for earlier ones of their key"),
    WITHHELD(
            Type.GAUGE,
            "withheld",
            "failed records that are withheld until another record is enriched"),
    NOBODY_ACCEPTED(
            Type.GAUGE,
            "nobodyAccepted",
            "1 while calls are held because no record is accepted, else 0"),
    GATED(
            Type.GAUGE,
            "gatedMillis",
            "milliseconds in which the source paused, because enough records or bytes were in"
                    + " work"),
    HELD(
            Type.GAUGE,
            "heldMillis",
            "milliseconds in which nobody could send for a pause, an outage, a quota or the"
                    + " budget"),
    PAUSE(
            Type.GAUGE,
            "pauseMillisLeft",
            "milliseconds that the endpoint wants everybody to wait, from now"),
    OUTAGE(Type.GAUGE, "outage", "1 while the endpoint answers nobody, else 0"),
    BUDGET_SPENT(
            Type.GAUGE,
            "budgetSpent",
            "part of the subtask's share of the budget that is spent, of the hour, the day or the"
                    + " total, whichever is nearest to its end; 1 is all, and 0 without a budget");

    /** What it is to Flink. */
    public enum Type {
        /** Only grows. */
        COUNTER,
        /** What it is now. */
        GAUGE,
        /** How values are distributed. */
        HISTOGRAM
    }

    private final Type type;
    private final String metricName;
    private final String description;

    EnrichmentMetric(Type type, String metricName, String description) {
        this.type = type;
        this.metricName = metricName;
        this.description = description;
    }

    /** Returns what it is to Flink. */
    public Type type() {
        return type;
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
