package dev.gleaner.enrich;

import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.gemini.RequestSettings;
import dev.gleaner.limit.DemandEstimate;
import dev.gleaner.limit.LimitSettings;
import dev.gleaner.limit.ModelPrice;
import dev.gleaner.prompt.PromptFingerprint;
import dev.gleaner.prompt.PromptSettings;
import dev.gleaner.retry.RetrySettings;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Everything a call needs to know, without secrets: the API key is a reference in {@code endpoint}.
 *
 * @param endpoint where, and which model
 * @param request what every request carries
 * @param prompt how a record becomes a prompt
 * @param validationSchema the full JSON Schema that answers must satisfy
 * @param retry how often again
 * @param deadline from the moment a record arrives until its result, at least the attemptTimeout
 * @param limits how much at once, in a time, and for how much money
 * @param outage what becomes of records while the endpoint answers nobody
 * @param repair whether an answer that breaks the schema is sent back once with its violations
 * @param tombstones what becomes of records without a value
 */
public record EnrichmentSettings(
        EndpointSettings endpoint,
        RequestSettings request,
        PromptSettings prompt,
        String validationSchema,
        RetrySettings retry,
        Duration deadline,
        LimitSettings limits,
        OutageSettings outage,
        boolean repair,
        Tombstones tombstones)
        implements Serializable {

    /** What becomes of records without a value, which Kafka's compaction reads as deletions. */
    public enum Tombstones {
        /** Into the enriched topic, so that deletions reach it. */
        PASS,
        /** Dropped and counted. */
        DROP
    }

    public EnrichmentSettings {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(validationSchema, "validationSchema");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(outage, "outage");
        Objects.requireNonNull(tombstones, "tombstones");
        if (deadline.compareTo(endpoint.attemptTimeout()) < 0) {
            throw new IllegalArgumentException(
                    "call.deadline ("
                            + deadline
                            + ") must be at least call.attemptTimeout ("
                            + endpoint.attemptTimeout()
                            + ")");
        }
    }

    /**
     * Returns what a request is expected to use up, before any was made.
     *
     * @param maxOutputTokens what every request bounds its answer to, or 0
     */
    DemandEstimate demandEstimate(long maxOutputTokens) {
        ModelPrice price =
                limits.budget().isUnlimited()
                        ? null
                        : limits.prices().of(endpoint.model()).orElse(null);
        return new DemandEstimate(price, maxOutputTokens);
    }

    /** Returns what identifies prompt, schema and generationConfig on every record. */
    String promptFingerprint() {
        return PromptFingerprint.of(
                List.of(
                        Objects.requireNonNullElse(request.systemInstruction(), ""),
                        prompt.template(),
                        Objects.requireNonNullElse(request.responseSchema(), ""),
                        validationSchema,
                        request.generationConfig()));
    }
}
