package dev.gleaner.benchmarks.contender;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.genai.Client;
import com.google.genai.types.ClientOptions;
import com.google.genai.types.Content;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Part;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Contender (c): Flink's async I/O over the async client of Google's SDK. Its limit of 5 requests
 * at once is raised to the capacity, which its options allow; all else is its default.
 */
final class SdkFunction extends RichAsyncFunction<String, String> {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int TIMEOUT_MILLIS = 60_000;

    private final Question question;
    private final URI endpoint;
    private final int capacity;
    private transient @Nullable Client client;
    private transient GenerateContentConfig config;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
    SdkFunction(Question question, URI endpoint, int capacity) {
        this.question = question;
        this.endpoint = endpoint;
        this.capacity = capacity;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        client =
                Client.builder()
                        .apiKey("benchmark")
                        .httpOptions(
                                HttpOptions.builder()
                                        .baseUrl(endpoint.toString())
                                        .timeout(TIMEOUT_MILLIS)
                                        .build())
                        .clientOptions(
                                ClientOptions.builder()
                                        .maxConnections(capacity)
                                        .maxConnectionsPerHost(capacity)
                                        .build())
                        .build();
        config =
                GenerateContentConfig.builder()
                        .systemInstruction(Content.fromParts(Part.fromText(question.system())))
                        .responseMimeType("application/json")
                        .responseJsonSchema(
                                MAPPER.readValue(
                                        question.schema(),
                                        new TypeReference<Map<String, Object>>() {}))
                        .build();
    }

    @Override
    public void asyncInvoke(String record, ResultFuture<String> result) throws Exception {
        if (client == null) {
            throw new IllegalStateException("not open");
        }
        String text = MAPPER.readTree(record).get("text").asText();
        var unused =
                client.async
                        .models
                        .generateContent(question.model(), question.about(text), config)
                        .whenComplete(
                                (response, failure) -> {
                                    if (failure == null) {
                                        result.complete(
                                                List.of(
                                                        "{\"record\":"
                                                                + record
                                                                + ",\"enrichment\":"
                                                                + response.text()
                                                                + "}"));
                                    } else {
                                        result.completeExceptionally(failure);
                                    }
                                });
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
