package dev.gleaner.benchmarks.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.benchmarks.series.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** The server that everybody calls, in a process of its own. Thread-safe. */
public final class Simulator implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChildProcess process;
    private final Cores cores;
    private final URI endpoint;
    private final URI tlsEndpoint;
    private final Path certificate;
    private final JsonHttp http = new JsonHttp();

    private Simulator(
            ChildProcess process, Cores cores, URI endpoint, URI tlsEndpoint, Path certificate) {
        this.process = process;
        this.cores = cores;
        this.endpoint = endpoint;
        this.tlsEndpoint = tlsEndpoint;
        this.certificate = certificate;
    }

    /**
     * Starts it on free ports, one of them with TLS.
     *
     * @param directory where it writes its certificate
     */
    public static Simulator start(Launcher launcher, Path directory)
            throws IOException, InterruptedException {
        Path certificate = directory.resolve("simulator.pem");
        ChildProcess process =
                launcher.simulator(
                        List.of(
                                "--port",
                                "0",
                                "--event-loops",
                                "1",
                                "--tls-port",
                                "0",
                                "--tls-certificate-out",
                                certificate.toString()));
        URI endpoint = URI.create(wordThatBegins("http://", process));
        URI tlsEndpoint = URI.create(wordThatBegins("https://", process));
        return new Simulator(process, launcher.cores(), endpoint, tlsEndpoint, certificate);
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

    /** Returns the address with TLS. */
    public URI tlsEndpoint() {
        return tlsEndpoint;
    }

    /** Returns the file with the certificate that the TLS port shows. */
    public Path certificate() {
        return certificate;
    }

    /**
     * Has it shake hands so often that the code for it is compiled: the front end of a model is not
     * cold when a job starts.
     */
    public void warmTls(int handshakes) throws IOException, GeneralSecurityException {
        SSLSocketFactory sockets = trusting(certificate);
        for (int i = 0; i < handshakes; i++) {
            try (SSLSocket socket =
                    (SSLSocket)
                            sockets.createSocket(tlsEndpoint.getHost(), tlsEndpoint.getPort())) {
                socket.startHandshake();
            }
        }
    }

    private static SSLSocketFactory trusting(Path certificate)
            throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "simulator", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
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
