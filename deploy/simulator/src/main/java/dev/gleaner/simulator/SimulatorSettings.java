package dev.gleaner.simulator;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a simulator is started. Immutable.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 takes any free one
 * @param eventLoops threads that answer, in [1, 64]
 * @param key the API key that is accepted
 * @param models names that exist; empty means every name that starts with {@code gemini-}
 * @param envelope spelling of the response
 * @param maxSchemaStates rough size of a schema beyond which it is refused as too complex
 * @param seed of latency and fault rates
 * @param control what holds at the start and after {@code DELETE /control}
 * @param tls a second port, or null for none
 */
public record SimulatorSettings(
        String host,
        int port,
        int eventLoops,
        AcceptedKey key,
        Set<String> models,
        Envelope envelope,
        long maxSchemaStates,
        long seed,
        Control control,
        @Nullable TlsSettings tls) {

    /** Checks every range. */
    public SimulatorSettings {
        require(!host.isBlank(), "host", host, "not blank");
        require(port >= 0 && port <= 65_535, "port", port, "in [0, 65535]");
        require(eventLoops >= 1 && eventLoops <= 64, "eventLoops", eventLoops, "in [1, 64]");
        require(maxSchemaStates > 0, "maxSchemaStates", maxSchemaStates, "> 0");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(envelope, "envelope");
        Objects.requireNonNull(control, "control");
        models = Set.copyOf(models);
    }

    private static void require(boolean fine, String name, Object value, String range) {
        if (!fine) {
            throw new IllegalArgumentException(name + " must be " + range + ", was " + value);
        }
    }

    /**
     * Any free port on loopback, one event loop, any key, any {@code gemini-} model, Vertex's
     * envelope, no faults.
     */
    public static SimulatorSettings defaults() {
        return new SimulatorSettings(
                "127.0.0.1",
                0,
                1,
                AcceptedKey.any(),
                Set.of(),
                Envelope.VERTEX,
                50_000,
                1,
                Control.none(),
                null);
    }

    /** The same on another address. */
    public SimulatorSettings withHost(String value) {
        return new SimulatorSettings(
                value,
                port,
                eventLoops,
                key,
                models,
                envelope,
                maxSchemaStates,
                seed,
                control,
                tls);
    }

    /** The same on another port. */
    public SimulatorSettings withPort(int value) {
        return new SimulatorSettings(
                host,
                value,
                eventLoops,
                key,
                models,
                envelope,
                maxSchemaStates,
                seed,
                control,
                tls);
    }

    /** The same with another number of event loops. */
    public SimulatorSettings withEventLoops(int value) {
        return new SimulatorSettings(
                host, port, value, key, models, envelope, maxSchemaStates, seed, control, tls);
    }

    /** The same with another key. */
    public SimulatorSettings withKey(AcceptedKey value) {
        return new SimulatorSettings(
                host,
                port,
                eventLoops,
                value,
                models,
                envelope,
                maxSchemaStates,
                seed,
                control,
                tls);
    }

    /** The same with these models only. */
    public SimulatorSettings withModels(Set<String> value) {
        return new SimulatorSettings(
                host, port, eventLoops, key, value, envelope, maxSchemaStates, seed, control, tls);
    }

    /** The same with another envelope. */
    public SimulatorSettings withEnvelope(Envelope value) {
        return new SimulatorSettings(
                host, port, eventLoops, key, models, value, maxSchemaStates, seed, control, tls);
    }

    /** The same with another schema limit. */
    public SimulatorSettings withMaxSchemaStates(long value) {
        return new SimulatorSettings(
                host, port, eventLoops, key, models, envelope, value, seed, control, tls);
    }

    /** The same with another seed. */
    public SimulatorSettings withSeed(long value) {
        return new SimulatorSettings(
                host,
                port,
                eventLoops,
                key,
                models,
                envelope,
                maxSchemaStates,
                value,
                control,
                tls);
    }

    /** The same with another control. */
    public SimulatorSettings withControl(Control value) {
        return new SimulatorSettings(
                host, port, eventLoops, key, models, envelope, maxSchemaStates, seed, value, tls);
    }

    /** The same with a TLS port beside the plain one. */
    public SimulatorSettings withTls(TlsSettings value) {
        return new SimulatorSettings(
                host,
                port,
                eventLoops,
                key,
                models,
                envelope,
                maxSchemaStates,
                seed,
                control,
                value);
    }

    boolean knows(String model) {
        return models.isEmpty() ? model.startsWith("gemini-") : models.contains(model);
    }
}
