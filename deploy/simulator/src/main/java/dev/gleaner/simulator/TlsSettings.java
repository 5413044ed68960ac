package dev.gleaner.simulator;

import java.time.Duration;

/**
 * A TLS port that speaks HTTP/2 and HTTP/1.1, as clients ask by ALPN. Immutable.
 *
 * @param port port to listen on; 0 takes any free one
 * @param maxConcurrentStreams what HTTP/2 connections offer as MAX_CONCURRENT_STREAMS, in [1,
 *     100000]
 * @param idleTimeout silence after which a connection is closed, requests in work or not; whole
 *     seconds, at least one
 */
public record TlsSettings(int port, int maxConcurrentStreams, Duration idleTimeout) {

    /** Checks every range. */
    public TlsSettings {
        require(port >= 0 && port <= 65_535, "tlsPort", port, "in [0, 65535]");
        require(
                maxConcurrentStreams >= 1 && maxConcurrentStreams <= 100_000,
                "maxConcurrentStreams",
                maxConcurrentStreams,
                "in [1, 100000]");
        require(
                idleTimeout.toSeconds() >= 1 && idleTimeout.toSeconds() <= 86_400,
                "idleTimeout",
                idleTimeout,
                "from 1 s to 1 d");
    }

    private static void require(boolean fine, String name, Object value, String range) {
        if (!fine) {
            throw new IllegalArgumentException(name + " must be " + range + ", was " + value);
        }
    }

    /** Any free port; 100 streams, as Google's front ends offer; silence of at most 4 minutes. */
    public static TlsSettings defaults() {
        return new TlsSettings(0, 100, Duration.ofMinutes(4));
    }

    /** The same on another port. */
    public TlsSettings withPort(int value) {
        return new TlsSettings(value, maxConcurrentStreams, idleTimeout);
    }

    /** The same with another number of streams. */
    public TlsSettings withMaxConcurrentStreams(int value) {
        return new TlsSettings(port, value, idleTimeout);
    }

    /** The same with another idle timeout. */
    public TlsSettings withIdleTimeout(Duration value) {
        return new TlsSettings(port, maxConcurrentStreams, value);
    }
}
