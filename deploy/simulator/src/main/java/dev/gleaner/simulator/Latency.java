package dev.gleaner.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * How long an answer takes, as a distribution. Written as {@code none}, {@code fixed:200ms}, {@code
 * uniform:100ms:300ms} or {@code lognormal:800ms:0.6} (median and sigma); durations in {@code ms}
 * or {@code s}. Immutable.
 *
 * @param kind which distribution
 * @param first the fixed time, the lower bound or the median, in milliseconds
 * @param second the upper bound in milliseconds, or sigma; unused otherwise
 */
public record Latency(Kind kind, double first, double second) {

    /** The distributions. */
    public enum Kind {
        /** no wait */
        NONE,
        /** always the same */
        FIXED,
        /** evenly between two bounds */
        UNIFORM,
        /** many short, few long, as real model latency */
        LOGNORMAL
    }

    /** Longest wait that a sample can give; the tail of a lognormal is cut here. */
    private static final double LONGEST_MILLIS = 600_000;

    private static final String FORMS =
            "none, fixed:200ms, uniform:100ms:300ms or lognormal:800ms:0.6";

    /** Checks the range. */
    public Latency {
        if (!(first >= 0 && first <= LONGEST_MILLIS)
                || !(second >= 0 && second <= LONGEST_MILLIS)
                || (kind == Kind.UNIFORM && second < first)
                || (kind == Kind.LOGNORMAL && first == 0)) {
            throw new IllegalArgumentException(
                    "latency out of range: "
                            + kind
                            + " "
                            + first
                            + " "
                            + second
                            + "; expected "
                            + FORMS);
        }
    }

    /** No wait. */
    public static Latency none() {
        return new Latency(Kind.NONE, 0, 0);
    }

    /** Always this long. */
    public static Latency fixed(Duration time) {
        return new Latency(Kind.FIXED, time.toMillis(), 0);
    }

    /** Evenly between the two. */
    public static Latency uniform(Duration from, Duration to) {
        return new Latency(Kind.UNIFORM, from.toMillis(), to.toMillis());
    }

    /** Lognormal with this median; sigma is the deviation of the logarithm. */
    public static Latency logNormal(Duration median, double sigma) {
        return new Latency(Kind.LOGNORMAL, median.toMillis(), sigma);
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException if the text is none of the four forms
     */
    public static Latency parse(String text) {
        List<String> words = List.of(text.trim().toLowerCase(Locale.ROOT).split(":", -1));
        try {
            return switch (words.get(0) + words.size()) {
                case "none1" -> none();
                case "fixed2" -> new Latency(Kind.FIXED, millis(words.get(1)), 0);
                case "uniform3" ->
                        new Latency(Kind.UNIFORM, millis(words.get(1)), millis(words.get(2)));
                case "lognormal3" ->
                        new Latency(
                                Kind.LOGNORMAL,
                                millis(words.get(1)),
                                Double.parseDouble(words.get(2)));
                default -> throw unreadable(text);
            };
        } catch (NumberFormatException e) {
            throw unreadable(text);
        }
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException(
                "latency '" + text + "' is not readable; expected " + FORMS);
    }

    private static double millis(String text) {
        if (text.endsWith("ms")) {
            return Double.parseDouble(text.substring(0, text.length() - 2));
        }
        if (text.endsWith("s")) {
            return Double.parseDouble(text.substring(0, text.length() - 1)) * 1000;
        }
        throw new NumberFormatException(text);
    }

    /** One wait, in whole milliseconds. */
    long sampleMillis(RandomGenerator random) {
        return Math.round(
                switch (kind) {
                    case NONE -> 0;
                    case FIXED -> first;
                    case UNIFORM -> first + random.nextDouble() * (second - first);
                    case LOGNORMAL ->
                            Math.min(
                                    LONGEST_MILLIS,
                                    first * Math.exp(second * random.nextGaussian()));
                });
    }

    @Override
    public String toString() {
        return switch (kind) {
            case NONE -> "none";
            case FIXED -> "fixed:" + plain(first) + "ms";
            case UNIFORM -> "uniform:" + plain(first) + "ms:" + plain(second) + "ms";
            case LOGNORMAL -> "lognormal:" + plain(first) + "ms:" + plain(second);
        };
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
