package dev.gleaner.job.kafka;

import dev.gleaner.model.CallSummary;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The headers that say why a record is a dead letter. Values are text in UTF-8. */
public final class DeadLetterHeaders {
    /** Begins the name of each. */
    public static final String PREFIX = "gleaner-";

    private DeadLetterHeaders() {}

    /**
     * Adds them.
     *
     * @param cut what the dead letter leaves out
     */
    static void add(
            Headers headers, EnrichmentResult result, Failure failure, Set<DeadLetterPart> cut) {
        CallSummary call = result.call();
        boolean notes = !cut.contains(DeadLetterPart.NOTES);
        add(headers, "failure-kind", failure.kind());
        add(headers, "failure-detail", notes ? failure.detail() : null);
        add(headers, "http-status", failure.httpStatus());
        add(headers, "attempts", call.attempts());
        add(headers, "model", call.model());
        add(headers, "prompt-fingerprint", call.promptFingerprint());
        Long cost = call.costNanoUsd();
        add(headers, "cost-usd", cost == null ? null : Dollars.of(cost));
        if (notes && result.usageMetadata() != null) {
            headers.add(PREFIX + "usage", result.usageMetadata());
        }
        add(headers, "source-topic", result.source().topic());
        add(headers, "source-partition", result.source().partition());
        add(headers, "source-offset", result.source().offset());
        add(headers, "source-timestamp", result.source().timestamp());
        add(headers, "failed-at", Instant.ofEpochMilli(failure.failedAt()));
        if (!cut.isEmpty()) {
            String names = cut.stream().map(DeadLetterPart::word).collect(Collectors.joining(","));
            add(headers, "left-out", names);
            byte[] value = result.source().value();
            if (value != null && cut.contains(DeadLetterPart.VALUE)) {
                add(headers, "value-bytes", value.length);
            }
        }
    }

    private static void add(Headers headers, String name, @Nullable Object value) {
        if (value != null) {
            headers.add(PREFIX + name, value.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
