package dev.gleaner.enrich;

import dev.gleaner.gemini.AnswerMetadata;
import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.model.CallSummary;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.Failure;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is known of one call while it is under way, and the result that this makes at its end. */
final class CallReport {
    private static final int OK = 200;

    private final CallContext context;
    private final SourceRecord record;
    private final long start;
    private int attempts;
    private AnswerMetadata metadata = AnswerMetadata.NONE;
    private @Nullable Integer httpStatus;

    CallReport(CallContext context, SourceRecord record) {
        this.context = context;
        this.record = record;
        this.start = context.scheduler().nanoTime();
    }

    void attempted() {
        attempts++;
        context.metrics().count(EnrichmentMetric.ATTEMPTS);
    }

    void received(GeminiReply reply) {
        // What was paid for is not forgotten for a later attempt that brought nothing.
        if (reply instanceof GeminiReply.Answer || reply.metadata().usageMetadata() != null) {
            metadata = reply.metadata();
        }
        httpStatus = reply instanceof GeminiReply.Failed failed ? failed.httpStatus() : OK;
        context.metrics().count(reply.metadata().usage());
    }

    int attempts() {
        return attempts;
    }

    AnswerMetadata metadata() {
        return metadata;
    }

    @Nullable Integer httpStatus() {
        return httpStatus;
    }

    /** Returns how long the call may still take; negative after its deadline. */
    Duration remaining() {
        return context.settings().deadline().minus(elapsed());
    }

    private Duration elapsed() {
        return Duration.ofNanos(context.scheduler().nanoTime() - start);
    }

    EnrichmentResult enriched(String json) {
        context.metrics().count(EnrichmentMetric.ENRICHED);
        return new EnrichmentResult(
                record,
                json.getBytes(StandardCharsets.UTF_8),
                metadata.usageMetadata(),
                metadata.groundingMetadata(),
                summary(),
                null);
    }

    EnrichmentResult deadLetter(FailureKind kind, String detail) {
        context.metrics().count(EnrichmentMetric.DEAD_LETTERS);
        return new EnrichmentResult(
                record,
                null,
                metadata.usageMetadata(),
                null,
                summary(),
                new Failure(kind, detail, httpStatus, context.clock().millis()));
    }

    private CallSummary summary() {
        return new CallSummary(
                context.settings().endpoint().model(),
                metadata.modelVersion(),
                metadata.responseId(),
                metadata.finishReason(),
                attempts,
                elapsed().toMillis(),
                null,
                context.fingerprint());
    }
}
