package dev.gleaner.job.kafka;

import java.io.Serializable;
import java.util.Map;

/**
 * The producer whose records are measured.
 *
 * @param properties all that it is given, and {@code bootstrap.servers}
 * @param limits what was found at submission of what topics take
 */
record ProducerSettings(Map<String, String> properties, Map<String, TopicLimit> limits)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Copies the maps. */
    ProducerSettings {
        properties = Map.copyOf(properties);
        limits = Map.copyOf(limits);
    }

    /** The names only: a value may be a password. */
    @Override
    public String toString() {
        return properties.keySet().stream().sorted().toList().toString();
    }
}
