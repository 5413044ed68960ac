package dev.gleaner.enrich;

import dev.gleaner.attachment.AttachmentStore;
import dev.gleaner.prompt.PromptRenderer;
import dev.gleaner.retry.RetryBudget;
import dev.gleaner.retry.RetryPolicy;
import dev.gleaner.time.CallScheduler;
import dev.gleaner.tool.ToolBox;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of one subtask share. Every part is thread-safe.
 *
 * @param settings what the parts were made from
 * @param fingerprint of the prompt
 * @param renderer record to prompt
 * @param routes where calls may go
 * @param judge answer to enrichment
 * @param tools what the model may call, or null for nothing
 * @param attachments where the files of answers go, or null if they have none
 * @param retries whether again
 * @param retryBudget whether again now
 * @param acceptance when failures of records stop the job
 * @param scheduler time
 * @param clock the wall clock, for what people read
 * @param random chance, at least 0 and less than 1
 * @param metrics what is counted
 * @param closed set when the subtask is torn down: calls under way then end without a word, since
 *     Flink still has their records and will give them again
 * @param patience from the moment a record arrives until its result at the latest, waiting
 *     included; null if calls may wait for as long as it takes
 */
record CallContext(
        EnrichmentSettings settings,
        String fingerprint,
        PromptRenderer renderer,
        Routes routes,
        AnswerJudge judge,
        @Nullable ToolBox tools,
        @Nullable AttachmentStore attachments,
        RetryPolicy retries,
        RetryBudget retryBudget,
        Acceptance acceptance,
        CallScheduler scheduler,
        Clock clock,
        DoubleSupplier random,
        EnrichmentMetrics metrics,
        AtomicBoolean closed,
        @Nullable Duration patience) {

    /**
     * Returns the same for another subtask that makes its calls with these parts.
     *
     * @param ownJudge of the answers that it can take
     * @param ownMetrics what it counts
     * @param ownClosed set when it is torn down
     */
    CallContext forSubtask(
            AnswerJudge ownJudge,
            EnrichmentMetrics ownMetrics,
            AtomicBoolean ownClosed,
            @Nullable Duration ownPatience) {
        return new CallContext(
                settings,
                fingerprint,
                renderer,
                routes,
                ownJudge,
                tools,
                attachments,
                retries,
                retryBudget,
                acceptance,
                scheduler,
                clock,
                random,
                ownMetrics,
                ownClosed,
                ownPatience);
    }
}
