package dev.gleaner.simulator;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The live numbers behind {@link SimulatorStats}, shared by all event loops. Thread-safe. */
final class Counters {

    private final LongAdder requests = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final Map<Integer, LongAdder> rejected = new ConcurrentHashMap<>();
    private final LongAdder streams = new LongAdder();
    private final LongAdder abandoned = new LongAdder();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger peakInFlight = new AtomicInteger();
    private final Map<Fault, LongAdder> faults = new ConcurrentHashMap<>();
    private final DistinctHashes prompts = new DistinctHashes();

    /** Counts a request and lets it in unless so many are in flight already; 0 means no limit. */
    boolean tryEnter(int limit) {
        requests.increment();
        int now = inFlight.incrementAndGet();
        if (limit > 0 && now > limit) {
            return false;
        }
        if (now > peakInFlight.get()) {
            peakInFlight.accumulateAndGet(now, Math::max);
        }
        return true;
    }

    /** Counts a request whose connection is closed at once; it does not leave. */
    void dropped() {
        requests.increment();
    }

    /** Every other request that was counted leaves, let in or not. */
    void leave() {
        inFlight.decrementAndGet();
    }

    void accepted() {
        accepted.increment();
    }

    void rejected(int status) {
        rejected.computeIfAbsent(status, any -> new LongAdder()).increment();
    }

    void played(Fault fault) {
        faults.computeIfAbsent(fault, any -> new LongAdder()).increment();
    }

    void prompt(long hash) {
        prompts.add(hash);
    }

    void streamed() {
        streams.increment();
    }

    void abandoned() {
        abandoned.increment();
    }

    SimulatorStats snapshot(SimulatorStats.Caches caches) {
        Map<Integer, Long> byStatus = new TreeMap<>();
        rejected.forEach((status, count) -> byStatus.put(status, count.sum()));
        Map<Fault, Long> byFault = new EnumMap<>(Fault.class);
        faults.forEach((fault, count) -> byFault.put(fault, count.sum()));
        return new SimulatorStats(
                requests.sum(),
                accepted.sum(),
                byStatus,
                streams.sum(),
                abandoned.sum(),
                inFlight.get(),
                peakInFlight.get(),
                prompts.size(),
                caches,
                byFault);
    }

    /** Starts again; what is in flight stays so. */
    void reset() {
        requests.reset();
        accepted.reset();
        rejected.clear();
        streams.reset();
        abandoned.reset();
        peakInFlight.set(inFlight.get());
        faults.clear();
        prompts.clear();
    }
}
