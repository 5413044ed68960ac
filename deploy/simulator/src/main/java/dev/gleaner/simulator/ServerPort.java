package dev.gleaner.simulator;

import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A port of a simulator.
 *
 * @param options how it is opened
 * @param number completed once it is open
 */
record ServerPort(HttpServerOptions options, CompletableFuture<Integer> number) {

    // All instances of a deployment share one free port for each negative number.
    private static final int ANY_PLAIN_PORT = -1;
    private static final int ANY_TLS_PORT = -2;
    // A thousand connections may be opened at once.
    private static final int BACKLOG = 4_096;
    // On a machine with one busy core, they take longer than Netty's 10 s.
    private static final int HANDSHAKE_SECONDS = 60;

    static ServerPort plain(SimulatorSettings settings) {
        return of(
                common(settings.host(), settings.port(), ANY_PLAIN_PORT)
                        .setHttp2ClearTextEnabled(false));
    }

    static ServerPort tls(String host, TlsSettings tls, ServerCertificate certificate) {
        return of(
                common(host, tls.port(), ANY_TLS_PORT)
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                        .setKeyCertOptions(certificate.options())
                        .setInitialSettings(
                                new Http2Settings()
                                        .setMaxConcurrentStreams(tls.maxConcurrentStreams()))
                        .setIdleTimeoutUnit(TimeUnit.SECONDS)
                        .setIdleTimeout((int) tls.idleTimeout().toSeconds()));
    }

    private static ServerPort of(HttpServerOptions options) {
        return new ServerPort(options, new CompletableFuture<>());
    }

    private static HttpServerOptions common(String host, int port, int anyPort) {
        return new HttpServerOptions()
                .setHost(host)
                .setPort(port == 0 ? anyPort : port)
                .setAcceptBacklog(BACKLOG);
    }

    IOException cannotListen(Throwable cause) {
        String address = options.getHost() + ":" + Math.max(0, options.getPort());
        return new IOException("cannot listen on " + address + ": " + cause.getMessage(), cause);
    }
}
