package dev.gleaner.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Calls a simulator over HTTP as a client would. */
final class Caller {

    static final String MODEL = "gemini-3-flash-preview";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI base;

    Caller(SimulatorServer server) {
        this.base = server.baseUri();
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

    HttpRequest.Builder model(String operation, String body) {
        return path("/v1beta/models/" + MODEL + operation)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpRequest.Builder path(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20));
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
