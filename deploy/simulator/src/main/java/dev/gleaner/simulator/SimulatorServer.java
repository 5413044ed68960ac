package dev.gleaner.simulator;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A running simulator. Several can run in one JVM; each has its own threads, which end with {@link
 * #close()}. All methods are thread-safe; {@link #start} and {@link #close()} block for at most
 * half a minute and must not be called on an event loop.
 */
public final class SimulatorServer implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final Vertx vertx;
    private final SimulatorState state;
    private final ServerPort plain;
    private final @Nullable SecurePort secure;

    private record SecurePort(ServerPort port, ServerCertificate certificate) {}

    private SimulatorServer(
            Vertx vertx, SimulatorState state, ServerPort plain, @Nullable SecurePort secure) {
        this.vertx = vertx;
        this.state = state;
        this.plain = plain;
        this.secure = secure;
    }

    /**
     * Starts a simulator; it takes requests when this returns.
     *
     * @throws IOException if it cannot listen on a port
     */
    public static SimulatorServer start(SimulatorSettings settings) throws IOException {
        SecurePort secure = securePort(settings);
        SimulatorServer server =
                new SimulatorServer(
                        vertx(settings.eventLoops()),
                        new SimulatorState(settings),
                        ServerPort.plain(settings),
                        secure);
        try {
            server.listen();
            return server;
        } catch (IOException e) {
            closeAfter(server, e);
            throw e;
        }
    }

    private static @Nullable SecurePort securePort(SimulatorSettings settings) throws IOException {
        TlsSettings tls = settings.tls();
        if (tls == null) {
            return null;
        }
        ServerCertificate certificate = ServerCertificate.create(settings.host());
        return new SecurePort(ServerPort.tls(settings.host(), tls, certificate), certificate);
    }

    private void listen() throws IOException {
        List<ServerPort> ports = secure == null ? List.of(plain) : List.of(plain, secure.port());
        AtomicInteger index = new AtomicInteger();
        await(
                vertx.deployVerticle(
                        () -> new ServerVerticle(state, index.getAndIncrement(), ports),
                        new DeploymentOptions().setInstances(state.settings().eventLoops())));
    }

    private static Vertx vertx(int eventLoops) {
        return Vertx.vertx(
                new VertxOptions()
                        .setEventLoopPoolSize(eventLoops)
                        .setWorkerPoolSize(1)
                        .setInternalBlockingPoolSize(1)
                        .setFileSystemOptions(
                                new FileSystemOptions()
                                        .setFileCachingEnabled(false)
                                        .setClassPathResolvingEnabled(false)));
    }

    private static void closeAfter(SimulatorServer server, IOException failure) {
        try {
            server.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static void await(Future<?> future) throws IOException {
        try {
            future.toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause
                    ? cause
                    : new IOException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("no result within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** The port it listens on in the clear. */
    public int port() {
        return plain.number().join();
    }

    /** What to use as the endpoint, without a slash at the end: {@code http://127.0.0.1:8089}. */
    public URI baseUri() {
        return uri("http", port());
    }

    /**
     * The same over TLS: {@code https://127.0.0.1:8443}.
     *
     * @throws IllegalStateException if it was started without TLS
     */
    public URI tlsBaseUri() {
        return uri("https", secure().port().number().join());
    }

    /**
     * The certificate of the TLS port, as PEM, for clients to trust. It is valid for localhost,
     * 127.0.0.1 and the host that is listened on.
     *
     * @throws IllegalStateException if it was started without TLS
     */
    public String certificate() {
        return secure().certificate().certificate();
    }

    private SecurePort secure() {
        if (secure == null) {
            throw new IllegalStateException("the simulator was started without TLS");
        }
        return secure;
    }

    private URI uri(String scheme, int port) {
        String host = state.settings().host();
        String reachable = host.equals("0.0.0.0") ? "127.0.0.1" : host;
        return URI.create(scheme + "://" + reachable + ":" + port);
    }

    /** The control in force. */
    public Control control() {
        return state.inForce().control();
    }

    /** Puts another control in force from the next request on; quotas start full. */
    public void control(Control control) {
        state.control(control);
    }

    /** What was seen since the start or the last reset. */
    public SimulatorStats stats() {
        return state.stats();
    }

    /** Drops all cached contents, as if they had never been. */
    public void forgetCaches() {
        state.caches().forget();
    }

    /** Counts from zero again, uses of markers included. */
    public void resetStats() {
        state.resetStats();
    }

    /**
     * Closes the port and all connections and ends all threads.
     *
     * @throws IOException if that takes too long
     */
    @Override
    public void close() throws IOException {
        await(vertx.close());
    }
}
