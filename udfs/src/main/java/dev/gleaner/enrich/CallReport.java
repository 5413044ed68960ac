package dev.gleaner.enrich;

import dev.gleaner.gemini.AnswerMetadata;
import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.limit.ModelPrice;
import dev.gleaner.limit.PriceTable;
import dev.gleaner.model.AnswerDetail;
import dev.gleaner.model.AnswerDetail.Name;
import dev.gleaner.model.CallSummary;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.Failure;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.GroundingStatus;
import dev.gleaner.model.SourceRecord;
import dev.gleaner.model.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of one call while it is under way, and the result that this makes at its end. */
final class CallReport {
    private static final Logger LOG = LoggerFactory.getLogger(CallReport.class);
    private static final int OK = 200;
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final Duration SHORTEST_ATTEMPT = Duration.ofSeconds(1);

    private final CallContext context;
    private final SourceRecord record;
    private final long start;
    private long attemptStart;
    private long usedNanos;
    private boolean cut;
    private int attempts;
    private int excused;
    private long cost;
    private boolean unpriced;
    private String model;
    private AnswerMetadata metadata = AnswerMetadata.NONE;
    private final AnswerRecord answers = new AnswerRecord();
    private GroundingStatus grounding = GroundingStatus.NONE;
    private @Nullable Integer httpStatus;
    private GeminiReply.@Nullable Answer lastAnswer;
    private List<String> violations = List.of();

    CallReport(CallContext context, SourceRecord record) {
        this.context = context;
        this.record = record;
        this.start = context.scheduler().nanoTime();
        this.model = context.settings().endpoint().model();
    }

    /** Begins with a model; what others were given does not count. */
    void begin(String newModel) {
        model = newModel;
        excused = attempts;
        usedNanos = 0;
    }

    /** Takes the last attempt off those that count: it was no failure, and more must follow. */
    void progressed() {
        excused++;
    }

    /**
     * @param isCut whether the attempt was given less time than others
     */
    void attempted(boolean isCut) {
        attempts++;
        cut = isCut;
        attemptStart = context.scheduler().nanoTime();
        context.metrics().count(EnrichmentMetric.ATTEMPTS);
    }

    /** Notes a reply and returns what it cost, in billionths of a US dollar. */
    long received(BilledUsage billed) {
        GeminiReply reply = billed.reply();
        note(billed);
        long took = context.scheduler().nanoTime() - attemptStart;
        usedNanos += took;
        context.metrics().attemptEnded(took);
        // What was paid for is not forgotten for a later attempt that brought nothing.
        if (reply instanceof GeminiReply.Answer || reply.metadata().usageMetadata() != null) {
            metadata = reply.metadata();
        }
        answers.add(model, reply.metadata());
        grounding = best(grounding, reply.metadata().grounding());
        long firstToken = reply.metadata().firstTokenNanos();
        if (firstToken > 0) {
            context.metrics().firstToken(firstToken);
            answers.put(Name.TIME_TO_FIRST_TOKEN, millis(firstToken));
        }
        httpStatus = reply instanceof GeminiReply.Failed failed ? failed.httpStatus() : OK;
        context.metrics().count(reply.metadata().usage());
        return priced(reply.metadata());
    }

    private void note(BilledUsage billed) {
        if (billed.estimated()) {
            context.metrics().count(EnrichmentMetric.USAGE_ESTIMATED);
            answers.put(Name.USAGE_ESTIMATED, TRUE);
        }
        if (billed.capped()) {
            if (context.metrics().isFirst(EnrichmentMetric.USAGE_CAPPED)) {
                LOG.warn(
                        "The endpoint claims more tokens than the request for {} can have used;"
                                + " the most that it can have used is counted (usageCapped): {}",
                        record,
                        billed.reply().metadata().usage());
            }
            context.metrics().count(EnrichmentMetric.USAGE_CAPPED);
        }
    }

    private long priced(AnswerMetadata answer) {
        if (answer.usageMetadata() == null && answer.usage().equals(Usage.NONE)) {
            return 0;
        }
        PriceTable prices = context.settings().limits().prices();
        Optional<ModelPrice> price =
                prices.of(Objects.requireNonNullElse(answer.modelVersion(), model))
                        .or(() -> prices.of(model));
        if (price.isEmpty()) {
            unpriced = true;
            context.metrics().count(EnrichmentMetric.UNPRICED);
            return 0;
        }
        long one = price.get().cost(answer.usage());
        cost += one;
        context.metrics().count(EnrichmentMetric.COST, one);
        return one;
    }

    /**
     * Notes an answer, which may be the last one.
     *
     * @param pointers where it breaks the schema
     */
    void judged(GeminiReply.Answer answer, List<String> pointers) {
        lastAnswer = answer;
        violations = pointers;
    }

    /** Takes the last attempt off what the record has used of its own. */
    void excuse() {
        excused++;
        usedNanos -= context.scheduler().nanoTime() - attemptStart;
    }

    /** Notes a delay before another attempt that the record is to blame for. */
    void delayed(Duration delay) {
        usedNanos += delay.toNanos();
    }

    /** Returns whether the last attempt was given less time than others. */
    boolean wasCut() {
        return cut;
    }

    /** Returns how many attempts count against the record. */
    int ownAttempts() {
        return attempts - excused;
    }

    AnswerMetadata metadata() {
        return metadata;
    }

    @Nullable Integer httpStatus() {
        return httpStatus;
    }

    /**
     * Returns how much time the call has left for attempts and the delays between them; negative
     * after its deadline. Waiting for a permit is nobody's time, and so is what is excused, unless
     * somebody's patience ends.
     */
    Duration remaining() {
        Duration own = context.settings().deadline().minusNanos(usedNanos);
        Duration patience = patience();
        return patience != null && patience.compareTo(own) < 0 ? patience : own;
    }

    /** Returns how long the result is still waited for; null for as long as it takes. */
    @Nullable Duration patience() {
        Duration whole = context.patience();
        return whole == null ? null : whole.minus(elapsed());
    }

    /** Returns whether nobody would wait for the answer to an attempt after a delay. */
    boolean isTooLateIn(Duration delay) {
        Duration patience = patience();
        return patience != null && patience.minus(delay).compareTo(shortestAttempt()) < 0;
    }

    /** Returns whether nobody would wait for the answer to an attempt. */
    boolean isTooLate() {
        return isTooLateIn(Duration.ZERO);
    }

    /** Returns the time below which an attempt would only be paid for. */
    Duration shortestAttempt() {
        Duration most = context.settings().endpoint().attemptTimeout();
        return most.compareTo(SHORTEST_ATTEMPT) <= 0 ? most : SHORTEST_ATTEMPT;
    }

    Duration elapsed() {
        return Duration.ofNanos(context.scheduler().nanoTime() - start);
    }

    EnrichmentResult enriched(String json) {
        context.metrics().callEnded(elapsed().toNanos());
        context.metrics().count(EnrichmentMetric.ENRICHED);
        return new EnrichmentResult(
                record,
                json.getBytes(StandardCharsets.UTF_8),
                answers.usageMetadata(),
                answers.groundingMetadata(),
                details(),
                summary(),
                null);
    }

    EnrichmentResult deadLetter(FailureKind kind, String detail) {
        context.metrics().callEnded(elapsed().toNanos());
        context.metrics().count(EnrichmentMetric.DEAD_LETTERS);
        return new EnrichmentResult(
                record,
                null,
                answers.usageMetadata(),
                null,
                details(),
                summary(),
                new Failure(
                        kind,
                        detail,
                        httpStatus,
                        context.clock().millis(),
                        lastAnswer == null ? null : Rejection.of(lastAnswer, violations)));
    }

    private List<AnswerDetail> details() {
        OutputSettings output = context.settings().output();
        if (!output.thoughts()) {
            answers.remove(Name.THOUGHTS);
        }
        if (output.grounding() != OutputSettings.Grounding.NONE) {
            answers.put(
                    Name.GROUNDING, AnswerRecord.write(json -> json.writeString(grounding.name())));
        }
        return answers.details();
    }

    /** Adds a detail that no answer tells. */
    void add(Name name, byte[] json) {
        answers.put(name, json);
    }

    private static GroundingStatus best(GroundingStatus a, GroundingStatus b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static byte[] millis(long nanos) {
        return Long.toString(nanos / 1_000_000).getBytes(StandardCharsets.US_ASCII);
    }

    private CallSummary summary() {
        return new CallSummary(
                model,
                metadata.modelVersion(),
                metadata.responseId(),
                metadata.finishReason(),
                attempts,
                elapsed().toMillis(),
                unpriced || context.settings().limits().prices().isEmpty() ? null : (Long) cost,
                context.fingerprint());
    }
}
