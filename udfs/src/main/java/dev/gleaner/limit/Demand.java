package dev.gleaner.limit;

/**
 * What an attempt is expected to use up, reserved before it and settled after it.
 *
 * @param tokens prompt tokens, by estimate
 * @param cost the most it can cost, in billionths of a US dollar
 */
public record Demand(double tokens, long cost) {
    /** Nothing that is counted. */
    public static final Demand NONE = new Demand(0, 0);
}
