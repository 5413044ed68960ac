package dev.gleaner.gemini;

import dev.gleaner.http.HttpProxy;
import dev.gleaner.http.LastSent;
import dev.gleaner.model.FailureKind;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolverException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.asynchttpclient.exception.RemotelyClosedException;
import org.asynchttpclient.exception.TooManyConnectionsPerHostException;
import org.jspecify.annotations.Nullable;

/**
 * Why there was no answer, in plain words.
 *
 * @param kind the kind
 * @param detail the words, with host and port
 */
record ConnectionFault(FailureKind kind, String detail) {
    private static final int MAX_DEPTH = 16;
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    /** Returns what an exception of the HTTP client means. */
    static ConnectionFault of(Throwable thrown, URI endpoint) {
        return of(thrown, hostAndPort(endpoint));
    }

    /**
     * Returns what an exception of the HTTP client means on the way through a proxy.
     *
     * @param sent before it was thrown
     */
    static ConnectionFault of(Throwable thrown, URI endpoint, HttpProxy proxy, LastSent sent) {
        if (sent != LastSent.NOTHING) {
            return of(thrown, hostAndPort(endpoint) + " by way of the proxy " + proxy);
        }
        ConnectionFault fault = of(thrown, "the proxy " + proxy);
        return fault.kind() == FailureKind.CONNECTION_FAILED
                ? failed(fault.detail() + "; check the proxy's address, or set model.proxy: none")
                : fault;
    }

    /**
     * Returns what a status means that the proxy answered with, and not the endpoint; null if the
     * endpoint may have answered.
     *
     * @param sent what the status answers
     */
    static @Nullable ConnectionFault ofProxy(
            int status, URI endpoint, HttpProxy proxy, LastSent sent) {
        boolean tunnel = sent == LastSent.CONNECT;
        boolean encrypted = "https".equalsIgnoreCase(endpoint.getScheme());
        if (!tunnel && (encrypted || status != PROXY_AUTHENTICATION_REQUIRED)) {
            return null;
        }
        String answer =
                "the proxy "
                        + proxy
                        + " answered HTTP "
                        + status
                        + (tunnel ? " to CONNECT " : " to a request for ")
                        + hostAndPort(endpoint);
        // To CONNECT, tinyproxy answers 401 where it means 407.
        if (status == PROXY_AUTHENTICATION_REQUIRED || status == UNAUTHORIZED) {
            return new ConnectionFault(
                    FailureKind.PROXY_UNUSABLE,
                    answer
                            + (proxy.hasCredentials()
                                    ? ": it refuses the credentials"
                                    : ": it asks for credentials, and none are set"));
        }
        return failed(
                answer
                        + "; let the proxy allow this host and port, or add the host to"
                        + " model.noProxy");
    }

    private static ConnectionFault of(Throwable thrown, String host) {
        ConnectionFault fault = null;
        Throwable cause = thrown;
        // The deepest cause that is known says the most: a ConnectException wraps all others.
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            ConnectionFault known = known(cause, host);
            fault = known == null ? fault : known;
            cause = cause.getCause();
        }
        return fault != null
                ? fault
                : new ConnectionFault(
                        FailureKind.CONNECTION_FAILED,
                        "exchange with " + host + " failed: " + words(thrown));
    }

    private static @Nullable ConnectionFault known(Throwable cause, String host) {
        if (cause instanceof TimeoutException) {
            return new ConnectionFault(
                    FailureKind.ATTEMPT_TIMEOUT, "no complete answer in time from " + host);
        }
        if (cause instanceof UnknownHostException) {
            return failed("host name not found: " + host);
        }
        if (cause instanceof DnsErrorCauseException || cause instanceof DnsNameResolverException) {
            return failed("host name not resolved: " + host + ": " + words(cause));
        }
        if (cause instanceof SSLException || cause instanceof GeneralSecurityException) {
            return failed("TLS handshake with " + host + " failed: " + words(cause));
        }
        if (cause instanceof DecompressionException) {
            return compression(cause, host);
        }
        if (cause instanceof DecoderException || cause instanceof IllegalArgumentException) {
            return new ConnectionFault(
                    FailureKind.NOT_GEMINI, host + " does not answer in HTTP: " + words(cause));
        }
        return cause instanceof IOException ? inputOutput(cause, host) : null;
    }

    private static ConnectionFault inputOutput(Throwable cause, String host) {
        // The second: an HTTP/2 attempt waited for the connection that another one could not open.
        if (cause instanceof ConnectTimeoutException
                || cause instanceof TooManyConnectionsPerHostException) {
            return failed("no connection in time to " + host);
        }
        if (cause instanceof RemotelyClosedException || cause instanceof ClosedChannelException) {
            return failed(host + " closed the connection before a complete answer");
        }
        if (cause instanceof ConnectException) {
            return failed("no connection to " + host + ": " + words(cause));
        }
        return failed("connection to " + host + " broke: " + words(cause));
    }

    private static ConnectionFault compression(Throwable cause, String host) {
        String message = String.valueOf(cause.getMessage());
        return message.contains("maximum decompressed size")
                ? new ConnectionFault(
                        FailureKind.ANSWER_TOO_LARGE, "the answer unpacks to more than allowed")
                : failed("the answer of " + host + " cannot be unpacked: " + words(cause));
    }

    private static ConnectionFault failed(String detail) {
        return new ConnectionFault(FailureKind.CONNECTION_FAILED, detail);
    }

    private static String words(Throwable cause) {
        String type = cause.getClass().getSimpleName();
        return cause.getMessage() == null ? type : type + ": " + cause.getMessage();
    }

    static String hostAndPort(URI endpoint) {
        int standard = "https".equalsIgnoreCase(endpoint.getScheme()) ? 443 : 80;
        int port = endpoint.getPort() < 0 ? standard : endpoint.getPort();
        return endpoint.getHost() + ":" + port;
    }
}
