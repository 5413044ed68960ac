package dev.gleaner.simulator;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.genai.Client;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;

/** Google's own SDK, pointed at a simulator; it shows errors at once instead of trying again. */
final class SdkClient {

    private SdkClient() {}

    /** A simulator whose answers look like the Gemini API's. */
    static SimulatorServer simulator() throws IOException {
        return SimulatorServer.start(
                SimulatorSettings.defaults().withEnvelope(Envelope.GEMINI_API));
    }

    /** As for either API, with a key or token that any simulator takes. */
    static Client of(SimulatorServer server, boolean vertex) {
        return vertex ? vertex(server, "t") : geminiApi(server, "t");
    }

    /** As for the Gemini API, with a key. */
    static Client geminiApi(SimulatorServer server, String key) {
        return Client.builder().apiKey(key).vertexAI(false).httpOptions(options(server)).build();
    }

    /** As for a project of Vertex AI, with an access token. */
    static Client vertex(SimulatorServer server, String token) {
        AccessToken accessToken =
                AccessToken.newBuilder()
                        .setTokenValue(token)
                        .setExpirationTime(Date.from(Instant.now().plusSeconds(3600)))
                        .build();
        return Client.builder()
                .vertexAI(true)
                .project("p")
                .location("europe-west4")
                .credentials(GoogleCredentials.create(accessToken))
                .httpOptions(options(server).toBuilder().apiVersion("v1").build())
                .build();
    }

    private static HttpOptions options(SimulatorServer server) {
        return HttpOptions.builder()
                .baseUrl(server.baseUri().toString())
                .timeout(20_000)
                .retryOptions(HttpRetryOptions.builder().attempts(1).build())
                .build();
    }
}
