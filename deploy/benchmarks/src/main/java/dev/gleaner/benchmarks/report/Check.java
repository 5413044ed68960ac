package dev.gleaner.benchmarks.report;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A bar and what was measured against it.
 *
 * @param bar what is asked for
 * @param measured what there is
 * @param met whether that is enough
 */
public record Check(String bar, String measured, boolean met) {

    /** A number that must not be below a bound. */
    public static Check atLeast(String what, double value, double bound) {
        return new Check(what + " ≥ " + number(bound), number(value), rounded(value) >= bound);
    }

    /** A number that must not be above a bound. */
    public static Check atMost(String what, double value, double bound, String unit) {
        return new Check(
                what + " ≤ " + number(bound) + unit, number(value) + unit, rounded(value) <= bound);
    }

    /** The same of a number that may never have come about, which is a miss. */
    public static Check atMost(String what, OptionalDouble value, double bound, String unit) {
        return value.isPresent()
                ? atMost(what, value.getAsDouble(), bound, unit)
                : new Check(what + " ≤ " + number(bound) + unit, "never", false);
    }

    /** A count that must be zero. */
    public static Check none(String what, long count) {
        return new Check("no " + what, Long.toString(count), count == 0);
    }

    /** What is printed decides, or the table would contradict itself. */
    private static double rounded(double value) {
        return Double.parseDouble(number(value));
    }

    private static String number(double value) {
        if (value == Math.rint(value) || Math.abs(value) >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.2f", value);
    }
}
