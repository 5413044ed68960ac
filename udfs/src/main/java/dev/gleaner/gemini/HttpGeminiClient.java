package dev.gleaner.gemini;

import java.time.Duration;
import java.util.function.Consumer;

/** Sends requests over HTTP/1.1 with AsyncHttpClient. */
public final class HttpGeminiClient implements GeminiClient {

    /** Opens no connection yet. */
    public HttpGeminiClient(EndpointSettings settings, String apiKey) {}

    @Override
    public void generate(byte[] body, Duration timeout, Consumer<GeminiReply> whenDone) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
