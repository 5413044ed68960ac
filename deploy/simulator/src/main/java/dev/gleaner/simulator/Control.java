package dev.gleaner.simulator;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What can be changed while the simulator runs: latency, limits and faults. Immutable; zero means
 * "no limit".
 *
 * @param latency time until an answer; rejections by limits come at once
 * @param concurrencyLimit requests in flight beyond which 429 is answered
 * @param requestsPerSecond quota; a second's worth may come at once
 * @param tokensPerMinute quota of prompt tokens; a minute's worth may come at once
 * @param requestsPerDay quota since the control was set; beyond it the 429 names a PerDay quota
 * @param hugeAnswerBytes size of the text of {@link Fault#HUGE_ANSWER}
 * @param rejectAtOnce whether faults that replace the answer come without the latency, as from a
 *     front end that is overloaded
 * @param dropConnections whether connections are closed instead of answers sent: at once those on
 *     which a model was called, then every one on which a model is called; the control stays
 *     reachable
 * @param stream how streamed answers come
 * @param caches how cached contents are kept
 * @param acceptedKeys instead of the key that the simulator was started with; null leaves that
 * @param faults rate in [0,1] per fault; together at most 1
 */
public record Control(
        Latency latency,
        int concurrencyLimit,
        double requestsPerSecond,
        long tokensPerMinute,
        long requestsPerDay,
        int hugeAnswerBytes,
        boolean rejectAtOnce,
        boolean dropConnections,
        StreamPace stream,
        CacheRules caches,
        @Nullable AcceptedKey acceptedKeys,
        Map<Fault, Double> faults) {

    private static final int MOST_HUGE_BYTES = 200 << 20;

    /** Checks every range and drops rates of zero. */
    public Control {
        require(concurrencyLimit >= 0, "concurrencyLimit", concurrencyLimit, ">= 0");
        require(
                requestsPerSecond >= 0 && requestsPerSecond < 1e9,
                "requestsPerSecond",
                requestsPerSecond,
                ">= 0");
        require(tokensPerMinute >= 0, "tokensPerMinute", tokensPerMinute, ">= 0");
        require(requestsPerDay >= 0, "requestsPerDay", requestsPerDay, ">= 0");
        require(
                hugeAnswerBytes > 0 && hugeAnswerBytes <= MOST_HUGE_BYTES,
                "hugeAnswerBytes",
                hugeAnswerBytes,
                "in [1, " + MOST_HUGE_BYTES + "]");
        EnumMap<Fault, Double> rates = new EnumMap<>(Fault.class);
        double sum = 0;
        for (Map.Entry<Fault, Double> entry : faults.entrySet()) {
            double rate = entry.getValue();
            require(rate >= 0 && rate <= 1, "faults." + entry.getKey(), rate, "in [0, 1]");
            sum += rate;
            if (rate > 0) {
                rates.put(entry.getKey(), rate);
            }
        }
        require(sum <= 1 + 1e-9, "the sum of faults", sum, "<= 1");
        faults = Collections.unmodifiableMap(rates);
    }

    private static void require(boolean fine, String name, Number value, String range) {
        if (!fine) {
            throw new IllegalArgumentException(name + " must be " + range + ", was " + value);
        }
    }

    /** No wait, no limit, no fault; a huge answer has 20 MiB. */
    public static Control none() {
        return new Control(
                Latency.none(),
                0,
                0,
                0,
                0,
                20 << 20,
                false,
                false,
                StreamPace.defaults(),
                CacheRules.none(),
                null,
                Map.of());
    }

    /** The same with another latency. */
    public Control withLatency(Latency value) {
        return with(draft -> draft.latency = value);
    }

    /** The same with another concurrency limit. */
    public Control withConcurrencyLimit(int value) {
        return with(draft -> draft.concurrencyLimit = value);
    }

    /** The same with another request quota. */
    public Control withRequestsPerSecond(double value) {
        return with(draft -> draft.requestsPerSecond = value);
    }

    /** The same with another token quota. */
    public Control withTokensPerMinute(long value) {
        return with(draft -> draft.tokensPerMinute = value);
    }

    /** The same with another daily quota. */
    public Control withRequestsPerDay(long value) {
        return with(draft -> draft.requestsPerDay = value);
    }

    /** The same with another size of huge answers. */
    public Control withHugeAnswerBytes(int value) {
        return with(draft -> draft.hugeAnswerBytes = value);
    }

    /** The same with rejections by fault that come at once, or after the latency. */
    public Control withRejectAtOnce(boolean value) {
        return with(draft -> draft.rejectAtOnce = value);
    }

    /** The same with connections that are closed instead of answers, or not. */
    public Control withDropConnections(boolean value) {
        return with(draft -> draft.dropConnections = value);
    }

    /** The same with streams of another pace. */
    public Control withStream(StreamPace value) {
        return with(draft -> draft.stream = value);
    }

    /** The same with these keys accepted from now on; null for what it was started with. */
    public Control withAcceptedKeys(@Nullable AcceptedKey value) {
        return with(draft -> draft.acceptedKeys = value);
    }

    /** The same with this fault's rate; zero removes it. */
    public Control withFault(Fault fault, double rate) {
        EnumMap<Fault, Double> rates = new EnumMap<>(Fault.class);
        rates.putAll(faults);
        rates.put(fault, rate);
        return with(draft -> draft.faults = rates);
    }

    private Control with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.control();
    }

    /** A control in which one thing changes. */
    private static final class Draft {
        private Latency latency;
        private int concurrencyLimit;
        private double requestsPerSecond;
        private long tokensPerMinute;
        private long requestsPerDay;
        private int hugeAnswerBytes;
        private boolean rejectAtOnce;
        private boolean dropConnections;
        private StreamPace stream;
        private CacheRules caches;
        private @Nullable AcceptedKey acceptedKeys;
        private Map<Fault, Double> faults;

        Draft(Control from) {
            latency = from.latency;
            concurrencyLimit = from.concurrencyLimit;
            requestsPerSecond = from.requestsPerSecond;
            tokensPerMinute = from.tokensPerMinute;
            requestsPerDay = from.requestsPerDay;
            hugeAnswerBytes = from.hugeAnswerBytes;
            rejectAtOnce = from.rejectAtOnce;
            dropConnections = from.dropConnections;
            stream = from.stream;
            caches = from.caches;
            acceptedKeys = from.acceptedKeys;
            faults = from.faults;
        }

        Control control() {
            return new Control(
                    latency,
                    concurrencyLimit,
                    requestsPerSecond,
                    tokensPerMinute,
                    requestsPerDay,
                    hugeAnswerBytes,
                    rejectAtOnce,
                    dropConnections,
                    stream,
                    caches,
                    acceptedKeys,
                    faults);
        }
    }
}
