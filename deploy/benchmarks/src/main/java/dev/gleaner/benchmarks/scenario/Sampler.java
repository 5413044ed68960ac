package dev.gleaner.benchmarks.scenario;

import dev.gleaner.benchmarks.process.Simulator;
import dev.gleaner.benchmarks.series.Sample;
import dev.gleaner.benchmarks.series.Series;
import java.io.IOException;

/** Writes the simulator's counters down about every 50 ms, on a thread of its own. */
final class Sampler implements AutoCloseable {
    private static final long PERIOD_MILLIS = 50;

    private final Simulator simulator;
    private final Series series = new Series();
    private final long begin = System.nanoTime();
    private final Thread thread = new Thread(this::run, "sampler");

    private Sampler(Simulator simulator) {
        this.simulator = simulator;
    }

    /** Starts with a first sample. */
    static Sampler start(Simulator simulator) throws IOException, InterruptedException {
        Sampler sampler = new Sampler(simulator);
        sampler.sample();
        sampler.thread.setDaemon(true);
        sampler.thread.start();
        return sampler;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PERIOD_MILLIS);
                sample();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("no more samples: " + e);
        }
    }

    /** The counters are those of some time while the answer was under way. */
    private void sample() throws IOException, InterruptedException {
        double asked = seconds();
        Sample sample = simulator.sample(asked);
        double time = (asked + seconds()) / 2;
        series.add(
                new Sample(
                        time,
                        sample.requests(),
                        sample.accepted(),
                        sample.rejected(),
                        sample.inFlight()));
    }

    /** Returns the seconds since the start, the time of the series. */
    double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }

    Series series() {
        return series;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
