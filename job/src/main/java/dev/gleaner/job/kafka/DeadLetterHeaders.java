package dev.gleaner.job.kafka;

import dev.gleaner.model.CallSummary;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The headers that say why a record is a dead letter. Values are text in UTF-8. */
public final class DeadLetterHeaders {
    /** Begins the name of each. */
    public static final String PREFIX = "gleaner-";

    private DeadLetterHeaders() {}

    static void add(Headers headers, EnrichmentResult result, Failure failure) {
        CallSummary call = result.call();
        add(headers, "failure-kind", failure.kind());
        add(headers, "failure-detail", failure.detail());
        add(headers, "http-status", failure.httpStatus());
        add(headers, "attempts", call.attempts());
        add(headers, "model", call.model());
        add(headers, "prompt-fingerprint", call.promptFingerprint());
        Long cost = call.costNanoUsd();
        add(headers, "cost-usd", cost == null ? null : Dollars.of(cost));
        if (result.usageMetadata() != null) {
            headers.add(PREFIX + "usage", result.usageMetadata());
        }
        add(headers, "source-topic", result.source().topic());
        add(headers, "source-partition", result.source().partition());
        add(headers, "source-offset", result.source().offset());
        add(headers, "source-timestamp", result.source().timestamp());
        add(headers, "failed-at", Instant.ofEpochMilli(failure.failedAt()));
    }

    private static void add(Headers headers, String name, @Nullable Object value) {
        if (value != null) {
            headers.add(PREFIX + name, value.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
