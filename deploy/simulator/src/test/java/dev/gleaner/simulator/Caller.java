package dev.gleaner.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Calls a simulator over HTTP as a client would. */
final class Caller {

    static final String MODEL = "gemini-3-flash-preview";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final URI base;

    Caller(SimulatorServer server) {
        this(HttpClient.newHttpClient(), server.baseUri());
    }

    private Caller(HttpClient client, URI base) {
        this.client = client;
        this.base = base;
    }

    /** A caller over TLS that trusts the server's certificate and nothing else. */
    static Caller overTls(SimulatorServer server, HttpClient.Version version)
            throws GeneralSecurityException, IOException {
        return new Caller(
                HttpClient.newBuilder()
                        .version(version)
                        .sslContext(trusting(server.certificate()))
                        .build(),
                server.tlsBaseUri());
    }

    static SSLContext trusting(String pem) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "simulator",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** A request with a small schema; the text must not need JSON escapes. */
    static String request(String text) {
        return """
        {"contents":[{"role":"user","parts":[{"text":"%s"}]}],
         "generationConfig":{"responseMimeType":"application/json","responseSchema":
          {"type":"OBJECT","properties":{"mood":{"type":"STRING","enum":["good","bad"]},
           "note":{"type":"STRING"}},"required":["mood","note"]}}}\
        """
                .formatted(text);
    }

    HttpResponse<String> generate(String body) throws IOException, InterruptedException {
        return post(":generateContent", body);
    }

    HttpResponse<String> post(String operation, String body)
            throws IOException, InterruptedException {
        return send(model(operation, body).header("x-goog-api-key", "k"));
    }

    CompletableFuture<HttpResponse<String>> generateLater(String body) {
        HttpRequest request = model(":generateContent", body).header("x-goog-api-key", "k").build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<InputStream>> generateForStream(String body) {
        HttpRequest request = model(":generateContent", body).header("x-goog-api-key", "k").build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    /** The beginning of a streamed answer; closing its body hangs up. */
    HttpResponse<InputStream> stream(String body) throws IOException, InterruptedException {
        HttpRequest request =
                model(":streamGenerateContent?alt=sse", body).header("x-goog-api-key", "k").build();
        return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    HttpRequest.Builder model(String operation, String body) {
        return path("/v1beta/models/" + MODEL + operation)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpRequest.Builder path(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20));
    }

    /** A call with a key; an empty body is none. */
    HttpResponse<String> call(String method, String path, String body)
            throws IOException, InterruptedException {
        return send(
                path(path)
                        .header("x-goog-api-key", "k")
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> control(String json) throws IOException, InterruptedException {
        return send(path("/control").PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    /** The text of the first candidate. */
    static String text(HttpResponse<String> response) {
        return json(response).at("/candidates/0/content/parts/0/text").asText();
    }

    static String finishReason(HttpResponse<String> response) {
        return json(response).at("/candidates/0/finishReason").asText();
    }
}
