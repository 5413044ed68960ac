package dev.gleaner.benchmarks.scenario;

import dev.gleaner.benchmarks.process.Client;
import dev.gleaner.benchmarks.process.FlinkJob;
import dev.gleaner.benchmarks.process.Topics;
import dev.gleaner.benchmarks.series.Series;
import dev.gleaner.benchmarks.series.Window;
import java.io.IOException;

/** One contender at work, watched from before its start. Used by one thread. */
final class Trial implements AutoCloseable {
    private static final double SAMPLED = 0.1;

    private final Sampler sampler;
    private final Client client;
    private final Topics topics;
    private final long records;

    /**
     * @param records what there is to work on
     */
    Trial(Sampler sampler, Client client, Topics topics, long records) {
        this.sampler = sampler;
        this.client = client;
        this.topics = topics;
        this.records = records;
    }

    Series series() {
        return sampler.series();
    }

    Topics topics() {
        return topics;
    }

    /** Returns the job; there is none for the loop. */
    FlinkJob job() {
        return client.job().orElseThrow();
    }

    /** Returns the time of the series. */
    double now() {
        return sampler.seconds();
    }

    /**
     * Lets time pass.
     *
     * @throws IOException if the contender has failed meanwhile
     */
    void pass(double seconds) throws IOException, InterruptedException {
        Thread.sleep(Math.max(0, Math.round(seconds * 1000)));
        if (!client.isAlive()) {
            throw new IOException("the contender failed; its log says why");
        }
    }

    /** Lets time pass until so many seconds after the first request. */
    void passUntilAfterStart(double seconds) throws IOException, InterruptedException {
        double patience = now() + 60;
        while (series().firstRequest().isEmpty()) {
            if (now() > patience) {
                throw new IOException("no request within 60 s");
            }
            pass(SAMPLED);
        }
        pass(series().firstRequest().getAsDouble() + seconds - now());
    }

    /**
     * Lets time pass until so many records have come out, and their code is compiled.
     *
     * @return whether they came out in time
     */
    boolean passUntilRecords(long wanted, double atMostSeconds)
            throws IOException, InterruptedException {
        double end = now() + atMostSeconds;
        while (series().last().accepted() < wanted && now() < end) {
            pass(SAMPLED);
        }
        return series().last().accepted() >= wanted;
    }

    /** Begins a measurement. */
    Measurement begin() throws IOException, InterruptedException {
        return new Measurement(now(), client.mark().cpuNanos());
    }

    /** Returns what has happened since the measurement began. */
    Steady end(Measurement begun) throws IOException, InterruptedException {
        long cpuNanos = client.mark().cpuNanos() - begun.cpuNanos();
        double to = now();
        awaitSample(to);
        if (series().last().accepted() >= records) {
            throw new IOException("the records ran out; the client is faster than was thought");
        }
        Window window = series().between(begun.seconds(), to);
        return new Steady(window, cpuNanos / 1e3 / window.accepted());
    }

    /** Returns what happens from now on in so many seconds. */
    Steady measure(double seconds) throws IOException, InterruptedException {
        Measurement begun = begin();
        pass(seconds);
        return end(begun);
    }

    /** A simulator with much to do is late with its counters, too. */
    private void awaitSample(double time) throws IOException, InterruptedException {
        double patience = now() + 20;
        while (series().last().seconds() < time) {
            if (now() > patience) {
                throw new IOException("the simulator gives no counters");
            }
            pass(SAMPLED);
        }
    }

    /**
     * The beginning of a measurement.
     *
     * @param seconds when, in the time of the series
     * @param cpuNanos CPU time of the client's JVM by then
     */
    record Measurement(double seconds, long cpuNanos) {}

    /** Returns the bytes that a full garbage collection leaves on the heap. */
    long heapBytes() throws IOException, InterruptedException {
        return client.markAfterCollection().heapBytes();
    }

    @Override
    public void close() {
        sampler.close();
        client.close();
    }
}
