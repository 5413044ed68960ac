package dev.gleaner.spec;

import java.util.Map;

/**
 * Properties handed on to a Kafka client. Prints the names only, since a value may be a password.
 *
 * @param values by name
 */
public record ClientProperties(Map<String, String> values) {

    /** Copies the map. */
    public ClientProperties {
        values = Map.copyOf(values);
    }

    /** The names, sorted, without the values. */
    @Override
    public String toString() {
        return values.keySet().stream().sorted().toList().toString();
    }
}
