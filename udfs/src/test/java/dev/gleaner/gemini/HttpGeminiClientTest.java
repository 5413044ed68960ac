package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.http.ClientThreads;
import dev.gleaner.model.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.asynchttpclient.AsyncHandler;
import org.asynchttpclient.DefaultAsyncHttpClient;
import org.asynchttpclient.ListenableFuture;
import org.asynchttpclient.Request;
import org.junit.jupiter.api.Test;

class HttpGeminiClientTest {

    @Test
    void requestThatCannotBeExecuted_isReportedOnceAndNotThrown() {
        DefaultAsyncHttpClient broken =
                new DefaultAsyncHttpClient() {
                    @Override
                    public <T> ListenableFuture<T> executeRequest(
                            Request request, AsyncHandler<T> handler) {
                        throw new RejectedExecutionException("event executor terminated");
                    }
                };
        List<GeminiReply> replies = new ArrayList<>();

        try (HttpGeminiClient client =
                new HttpGeminiClient(
                        WireFiles.settings("https://api.example"),
                        new ApiKeys(WireFiles.API_KEY),
                        new HttpConnections(broken, new ClientThreads(), null, null))) {
            client.generate(WireFiles.utf8("{}"), Attempts.LONG, replies::add);
            assertThat(replies).hasSize(1);
        }

        assertThat(replies).hasSize(1);
        assertThat(((GeminiReply.Failed) replies.get(0)).kind())
                .isEqualTo(FailureKind.CONNECTION_FAILED);
    }
}
