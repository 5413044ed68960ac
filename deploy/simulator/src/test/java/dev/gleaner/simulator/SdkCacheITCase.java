package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.genai.Client;
import com.google.genai.errors.ApiException;
import com.google.genai.types.CachedContent;
import com.google.genai.types.Content;
import com.google.genai.types.CreateCachedContentConfig;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.ListCachedContentsConfig;
import com.google.genai.types.Part;
import com.google.genai.types.UpdateCachedContentConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cached contents and access tokens as Google's own client uses them, with both of the APIs. */
@Timeout(60)
class SdkCacheITCase {

    private static final String MODEL = "gemini-3-flash-preview";

    private SimulatorServer server;

    @BeforeEach
    void start() throws IOException {
        server = SdkClient.simulator();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void caches_fromCreationToDeletion(boolean vertex) {
        try (Client client = SdkClient.of(server, vertex)) {
            CachedContent made = client.caches.create(MODEL, prefix());
            String name = made.name().orElseThrow();
            assertThat(made.model().orElseThrow()).endsWith("models/" + MODEL);
            assertThat(made.usageMetadata().orElseThrow().totalTokenCount()).contains(1000);

            CachedContent renewed =
                    client.caches.update(
                            name,
                            UpdateCachedContentConfig.builder().ttl(Duration.ofHours(2)).build());
            assertThat(renewed.expireTime().orElseThrow())
                    .isAfter(made.expireTime().orElseThrow().plusSeconds(3000));
            assertThat(client.caches.get(name, null)).isEqualTo(renewed);
            assertThat(names(client)).containsExactly(name);

            GenerateContentResponse response =
                    client.models.generateContent(MODEL, "12345678", naming(name));
            assertThat(response.usageMetadata().orElseThrow().cachedContentTokenCount())
                    .contains(1000);
            assertThat(response.usageMetadata().orElseThrow().promptTokenCount()).contains(1002);

            client.caches.delete(name, null);
            assertThat(names(client)).isEmpty();
            ApiException gone =
                    catchThrowableOfType(
                            ApiException.class,
                            () -> client.models.generateContent(MODEL, "x", naming(name)));
            assertThat(gone.code()).isEqualTo(vertex ? 404 : 403);
            assertThat(server.stats().caches()).isEqualTo(new SimulatorStats.Caches(1, 1, 1, 1, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void generate_withASystemInstructionBesides_isRefused(boolean vertex) {
        try (Client client = SdkClient.of(server, vertex)) {
            String name = client.caches.create(MODEL, prefix()).name().orElseThrow();
            GenerateContentConfig both =
                    naming(name).toBuilder()
                            .systemInstruction(Content.fromParts(Part.fromText("s")))
                            .build();
            ApiException error =
                    catchThrowableOfType(
                            ApiException.class,
                            () -> client.models.generateContent(MODEL, "x", both));
            assertThat(error.code()).isEqualTo(400);
            assertThat(error.status()).isEqualTo("INVALID_ARGUMENT");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void generate_keyOrTokenNoLongerAccepted_isRefused(boolean vertex) {
        try (Client client = SdkClient.of(server, vertex)) {
            assertThat(client.models.generateContent(MODEL, "x", null).text()).isNotEmpty();
            server.control(Control.none().withAcceptedKeys(AcceptedKey.only("other")));
            ApiException error =
                    catchThrowableOfType(
                            ApiException.class,
                            () -> client.models.generateContent(MODEL, "x", null));
            assertThat(error.code()).isEqualTo(vertex ? 401 : 400);
            assertThat(error.status()).isEqualTo(vertex ? "UNAUTHENTICATED" : "INVALID_ARGUMENT");
        }
    }

    private static CreateCachedContentConfig prefix() {
        Content text =
                Content.builder().role("user").parts(Part.fromText("x".repeat(2000))).build();
        return CreateCachedContentConfig.builder()
                .systemInstruction(Content.fromParts(Part.fromText("s".repeat(2000))))
                .contents(text)
                .displayName("prefix")
                .ttl(Duration.ofHours(1))
                .build();
    }

    private static GenerateContentConfig naming(String cache) {
        return GenerateContentConfig.builder().cachedContent(cache).build();
    }

    private static List<String> names(Client client) {
        List<String> names = new ArrayList<>();
        client.caches
                .list(ListCachedContentsConfig.builder().build())
                .forEach(content -> names.add(content.name().orElseThrow()));
        return names;
    }
}
