package dev.gleaner.benchmarks.contender;

import java.net.URI;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.asynchttpclient.AsyncHttpClient;
import org.jspecify.annotations.Nullable;

/** Contender (b): Flink's async I/O over AsyncHttpClient; a failed call fails the job. */
final class NaiveFunction extends RichAsyncFunction<String, String> {
    private static final long serialVersionUID = 1L;

    private final Question question;
    private final URI endpoint;
    private transient @Nullable AsyncHttpClient client;
    private transient NaiveHttp http;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
    NaiveFunction(Question question, URI endpoint) {
        this.question = question;
        this.endpoint = endpoint;
    }

    @Override
    public void open(OpenContext context) {
        client = NaiveHttp.client();
        http = new NaiveHttp(client, question, endpoint);
    }

    @Override
    public void asyncInvoke(String record, ResultFuture<String> result) throws Exception {
        var unused =
                http.enrich(record)
                        .whenComplete(
                                (enriched, failure) -> {
                                    if (failure == null) {
                                        result.complete(List.of(enriched));
                                    } else {
                                        result.completeExceptionally(failure);
                                    }
                                });
    }

    @Override
    public void close() throws Exception {
        if (client != null) {
            client.close();
        }
    }
}
