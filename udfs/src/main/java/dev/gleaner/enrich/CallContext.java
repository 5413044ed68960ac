package dev.gleaner.enrich;

import dev.gleaner.gemini.GeminiClient;
import dev.gleaner.gemini.RequestEncoder;
import dev.gleaner.limit.DemandEstimate;
import dev.gleaner.limit.EndpointHealth;
import dev.gleaner.limit.Limiter;
import dev.gleaner.prompt.PromptRenderer;
import dev.gleaner.retry.RetryBudget;
import dev.gleaner.retry.RetryPolicy;
import dev.gleaner.schema.AnswerValidator;
import dev.gleaner.time.CallScheduler;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;

/**
 * What the calls of one subtask share. Every part is thread-safe.
 *
 * @param settings what the parts were made from
 * @param fingerprint of the prompt
 * @param renderer record to prompt
 * @param encoder prompt to request
 * @param client request to reply
 * @param validator answer to enrichment
 * @param limiter who may send
 * @param demand what a request is expected to use up
 * @param retries whether again
 * @param retryBudget whether again now
 * @param contact whether the endpoint has ever answered
 * @param health whether it answers anybody
 * @param scheduler time
 * @param clock the wall clock, for what people read
 * @param random chance, at least 0 and less than 1
 * @param metrics what is counted
 * @param closed set when the subtask is torn down: calls under way then end without a word, since
 *     Flink still has their records and will give them again
 */
record CallContext(
        EnrichmentSettings settings,
        String fingerprint,
        PromptRenderer renderer,
        RequestEncoder encoder,
        GeminiClient client,
        AnswerValidator validator,
        Limiter limiter,
        DemandEstimate demand,
        RetryPolicy retries,
        RetryBudget retryBudget,
        FirstContact contact,
        EndpointHealth health,
        CallScheduler scheduler,
        Clock clock,
        DoubleSupplier random,
        EnrichmentMetrics metrics,
        AtomicBoolean closed) {}
