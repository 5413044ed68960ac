package dev.gleaner.benchmarks.contender;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.Dsl;

/**
 * One call as an afternoon's work has it: the body by string concatenation, the answer by {@code
 * readTree}, no validation, no retry. Shared by the loop and the naive function. Thread-safe.
 */
final class NaiveHttp {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final AsyncHttpClient client;
    private final Question question;
    private final String url;

    NaiveHttp(AsyncHttpClient client, Question question, URI endpoint) {
        this.client = client;
        this.question = question;
        this.url = endpoint + "/v1beta/models/" + question.model() + ":generateContent";
    }

    /** HTTP/1.1 and no hidden attempts, as for Gleaner; all else is the client's default. */
    static AsyncHttpClient client() {
        return Dsl.asyncHttpClient(
                Dsl.config()
                        .setHttp2Enabled(false)
                        .setMaxRequestRetry(0)
                        .setRequestTimeout(TIMEOUT)
                        .setReadTimeout(TIMEOUT));
    }

    /** Returns the record with the answer beside it. */
    CompletableFuture<String> enrich(String record) throws JsonProcessingException {
        String text = MAPPER.readTree(record).get("text").asText();
        String body =
                "{\"systemInstruction\":{\"parts\":[{\"text\":"
                        + MAPPER.writeValueAsString(question.system())
                        + "}]},\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":"
                        + MAPPER.writeValueAsString(question.about(text))
                        + "}]}],\"generationConfig\":{\"responseMimeType\":\"application/json\","
                        + "\"responseJsonSchema\":"
                        + question.schema()
                        + "}}";
        return client.preparePost(url)
                .setHeader("x-goog-api-key", "benchmark")
                .setHeader("Content-Type", "application/json")
                .setBody(body)
                .execute()
                .toCompletableFuture()
                .thenApply(
                        response ->
                                enriched(
                                        record,
                                        response.getStatusCode(),
                                        response.getResponseBody()));
    }

    private static String enriched(String record, int status, String body) {
        if (status != 200) {
            throw new IllegalStateException("HTTP " + status + ": " + body);
        }
        try {
            JsonNode answer = MAPPER.readTree(body);
            String text = answer.at("/candidates/0/content/parts/0/text").asText();
            return "{\"record\":" + record + ",\"enrichment\":" + text + "}";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("No JSON: " + body, e);
        }
    }
}
