package dev.gleaner.benchmarks.series;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Samples in the order of their times. Between two samples every counter is taken to grow evenly;
 * before the first and after the last it stands still. Thread-safe.
 */
public final class Series {
    private final List<Sample> samples = new ArrayList<>();

    /**
     * Adds the next sample.
     *
     * @throws IllegalArgumentException if it is not later than the one before
     */
    public synchronized void add(Sample sample) {
        if (!samples.isEmpty() && sample.seconds() <= last().seconds()) {
            throw new IllegalArgumentException("not later than the sample before: " + sample);
        }
        samples.add(sample);
    }

    /** Returns the latest sample; there must be one. */
    public synchronized Sample last() {
        return samples.get(samples.size() - 1);
    }

    /** Returns what happened from one time to another, later one. */
    public synchronized Window between(double from, double to) {
        return new Window(
                to - from,
                at(to, Sample::requests) - at(from, Sample::requests),
                at(to, Sample::accepted) - at(from, Sample::accepted),
                at(to, Sample::rejected) - at(from, Sample::rejected));
    }

    /** Returns the time of the last sample before the first request, as far as there was one. */
    public synchronized OptionalDouble firstRequest() {
        for (int i = 1; i < samples.size(); i++) {
            if (samples.get(i).requests() > samples.get(0).requests()) {
                return OptionalDouble.of(samples.get(i - 1).seconds());
            }
        }
        return OptionalDouble.empty();
    }

    /**
     * Returns how long after {@code from} the series first does what is wanted, in seconds.
     *
     * @param length of the window that must do it, in seconds; its beginning counts
     * @return empty if it never does within the samples
     */
    public synchronized OptionalDouble timeUntil(
            double from, double length, Predicate<Window> wanted) {
        if (wanted.test(between(from, from + length)) && from + length <= last().seconds()) {
            return OptionalDouble.of(0);
        }
        return samples.stream()
                .mapToDouble(Sample::seconds)
                .filter(time -> time > from && time + length <= last().seconds())
                .filter(time -> wanted.test(between(time, time + length)))
                .map(time -> time - from)
                .findFirst();
    }

    /**
     * Returns the longest time between two arrivals of requests, in seconds; an arrival is as exact
     * as the samples are close.
     *
     * @return empty if fewer than two samples of that time show arrivals
     */
    public synchronized OptionalDouble longestGap(double from, double to) {
        double previous = Double.NaN;
        double longest = Double.NaN;
        for (int i = 1; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            boolean inside = sample.seconds() >= from && sample.seconds() <= to;
            if (inside && sample.requests() > samples.get(i - 1).requests()) {
                if (!Double.isNaN(previous)) {
                    double gap = sample.seconds() - previous;
                    longest = Double.isNaN(longest) ? gap : Math.max(longest, gap);
                }
                previous = sample.seconds();
            }
        }
        return Double.isNaN(longest) ? OptionalDouble.empty() : OptionalDouble.of(longest);
    }

    private double at(double time, ToLongFunction<Sample> counter) {
        Sample before = samples.get(0);
        for (Sample sample : samples) {
            if (sample.seconds() >= time) {
                double span = sample.seconds() - before.seconds();
                double part = span <= 0 ? 1 : Math.max(0, (time - before.seconds()) / span);
                long first = counter.applyAsLong(before);
                return first + part * (counter.applyAsLong(sample) - first);
            }
            before = sample;
        }
        return (double) counter.applyAsLong(before);
    }
}
