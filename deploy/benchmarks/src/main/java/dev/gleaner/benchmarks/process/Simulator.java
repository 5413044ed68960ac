package dev.gleaner.benchmarks.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.benchmarks.series.Sample;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The server that everybody calls, in a process of its own. Thread-safe. */
public final class Simulator implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TLS_OPTION = "--tls-port";

    private final ChildProcess process;
    private final Cores cores;
    private final URI endpoint;
    private final Optional<URI> tlsEndpoint;
    private final Path certificate;
    private final JsonHttp http = new JsonHttp();

    private Simulator(
            ChildProcess process,
            Cores cores,
            URI endpoint,
            Optional<URI> tlsEndpoint,
            Path certificate) {
        this.process = process;
        this.cores = cores;
        this.endpoint = endpoint;
        this.tlsEndpoint = tlsEndpoint;
        this.certificate = certificate;
    }

    /**
     * Starts it on free ports, with TLS if it offers that.
     *
     * @param directory where it writes its certificate
     */
    public static Simulator start(Launcher launcher, Path directory)
            throws IOException, InterruptedException {
        Path certificate = directory.resolve("simulator.pem");
        List<String> arguments = new ArrayList<>(List.of("--port", "0", "--event-loops", "1"));
        boolean tls = offersTls(launcher);
        if (tls) {
            arguments.addAll(
                    List.of(TLS_OPTION, "0", "--tls-certificate-out", certificate.toString()));
        }
        ChildProcess process = launcher.simulator(arguments);
        URI endpoint = URI.create(wordThatBegins("http://", process));
        Optional<URI> tlsEndpoint =
                tls
                        ? Optional.of(URI.create(wordThatBegins("https://", process)))
                        : Optional.empty();
        return new Simulator(process, launcher.cores(), endpoint, tlsEndpoint, certificate);
    }

    private static boolean offersTls(Launcher launcher) throws IOException, InterruptedException {
        try (ChildProcess help = launcher.simulator(List.of("--help"))) {
            String line = help.await(text -> text.contains(TLS_OPTION) || isLast(text), PATIENCE);
            return line.contains(TLS_OPTION);
        }
    }

    /** The table of faults is the end of the help. */
    private static boolean isLast(String line) {
        return line.contains("Faults:");
    }

    private static String wordThatBegins(String scheme, ChildProcess process)
            throws IOException, InterruptedException {
        String line = process.await(text -> text.contains(scheme), PATIENCE);
        return line.substring(line.indexOf(scheme)).split("[\\s,;]", 2)[0];
    }

    /** Returns the address without TLS. */
    public URI endpoint() {
        return endpoint;
    }

    /** Returns the address with TLS, if there is one. */
    public Optional<URI> tlsEndpoint() {
        return tlsEndpoint;
    }

    /** Returns the file with the certificate that the TLS port shows. */
    public Path certificate() {
        return certificate;
    }

    /** Begins anew: this control and nothing else, counters at zero. */
    public void reset(String control) throws IOException, InterruptedException {
        http.delete(endpoint.resolve("/control"));
        change(control);
        http.delete(endpoint.resolve("/control/stats"));
    }

    /** Lays a control over the one in force. */
    public void change(String control) throws IOException, InterruptedException {
        http.send("PUT", endpoint.resolve("/control"), control);
    }

    /** Returns its counters, under the time that the caller gives. */
    public Sample sample(double seconds) throws IOException, InterruptedException {
        JsonNode stats = http.get(endpoint.resolve("/control/stats"));
        long rejected = 0;
        for (JsonNode count : stats.path("rejected")) {
            rejected += count.asLong();
        }
        return new Sample(
                seconds,
                stats.path("requests").asLong(),
                stats.path("accepted").asLong(),
                rejected,
                stats.path("inFlight").asInt());
    }

    /** Gives it a core without the client, or lets it run anywhere. */
    public void alone(boolean alone) throws InterruptedException {
        cores.serverAlone(process.pid(), alone);
    }

    @Override
    public void close() {
        process.close();
    }
}
