package dev.gleaner.simulator;

import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Draws faults by their rates. Not thread-safe. */
final class FaultPicker {

    private final RandomGenerator random;

    FaultPicker(RandomGenerator random) {
        this.random = random;
    }

    /** One fault or, with what is left of 1, none. */
    @Nullable Fault draw(Map<Fault, Double> rates) {
        if (rates.isEmpty()) {
            return null;
        }
        double left = random.nextDouble();
        for (Map.Entry<Fault, Double> entry : rates.entrySet()) {
            left -= entry.getValue();
            if (left < 0) {
                return entry.getKey();
            }
        }
        return null;
    }
}
