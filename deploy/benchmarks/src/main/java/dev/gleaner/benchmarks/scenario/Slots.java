package dev.gleaner.benchmarks.scenario;

import java.util.Locale;
import java.util.OptionalDouble;

/** A server that answers after half a second, to so many at once. */
final class Slots {
    /** The latency, in seconds: a round trip. */
    static final double ROUND_TRIP = 0.5;

    private Slots() {}

    /** Returns the control of a server that takes whatever comes. */
    static String unlimited() {
        return limited(0);
    }

    /** Returns the control of a server that refuses more at once than that. */
    static String limited(int slots) {
        return String.format(
                Locale.ROOT,
                "{\"latency\":\"fixed:%.0fms\",\"concurrencyLimit\":%d}",
                ROUND_TRIP * 1000,
                slots);
    }

    /** Returns the records a second that so many slots give. */
    static double ideal(int slots) {
        return slots / ROUND_TRIP;
    }

    /** Returns seconds in round trips. */
    static OptionalDouble roundTrips(OptionalDouble seconds) {
        return seconds.isPresent()
                ? OptionalDouble.of(seconds.getAsDouble() / ROUND_TRIP)
                : seconds;
    }
}
