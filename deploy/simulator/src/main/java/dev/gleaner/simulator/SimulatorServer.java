package dev.gleaner.simulator;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A running simulator. Several can run in one JVM; each has its own threads, which end with {@link
 * #close()}. All methods are thread-safe; {@link #start} and {@link #close()} block for at most
 * half a minute and must not be called on an event loop.
 */
public final class SimulatorServer implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final Vertx vertx;
    private final SimulatorState state;
    private final int port;

    private SimulatorServer(Vertx vertx, SimulatorState state, int port) {
        this.vertx = vertx;
        this.state = state;
        this.port = port;
    }

    /**
     * Starts a simulator; it takes requests when this returns.
     *
     * @throws IOException if it cannot listen on the port
     */
    public static SimulatorServer start(SimulatorSettings settings) throws IOException {
        Vertx vertx = vertx(settings.eventLoops());
        SimulatorState state = new SimulatorState(settings);
        CompletableFuture<Integer> port = new CompletableFuture<>();
        AtomicInteger index = new AtomicInteger();
        Future<String> deployed =
                vertx.deployVerticle(
                        () -> new ServerVerticle(state, index.getAndIncrement(), port),
                        new DeploymentOptions().setInstances(settings.eventLoops()));
        try {
            await(deployed);
            return new SimulatorServer(vertx, state, port.join());
        } catch (IOException e) {
            closeAfter(vertx, e);
            throw new IOException(
                    "cannot listen on "
                            + settings.host()
                            + ":"
                            + settings.port()
                            + ": "
                            + e.getMessage(),
                    e);
        }
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

    private static void closeAfter(Vertx vertx, IOException failure) {
        try {
            await(vertx.close());
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
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("no result within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** What to use as the endpoint, without a slash at the end: {@code http://127.0.0.1:8089}. */
    public URI baseUri() {
        String host = state.settings().host();
        return URI.create("http://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + port);
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
        return state.counters().snapshot();
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
