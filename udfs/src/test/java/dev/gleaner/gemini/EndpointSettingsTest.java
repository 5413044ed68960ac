package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "https://g.example, https://g.example/v1beta/models/m-1.5:generateContent",
        "https://g.example/, https://g.example/v1beta/models/m-1.5:generateContent",
        "https://g.example:8443/proxy/,"
                + " https://g.example:8443/proxy/v1beta/models/m-1.5:generateContent",
        "https://g.example/v1beta/models, https://g.example/v1beta/models/m-1.5:generateContent",
        "https://g.example/v1beta/models/, https://g.example/v1beta/models/m-1.5:generateContent",
        "https://g.example/v1/projects/p/locations/global/publishers/google/models,"
            + " https://g.example/v1/projects/p/locations/global/publishers/google/models/m-1.5:generateContent",
        "https://g.example/models, https://g.example/models/v1beta/models/m-1.5:generateContent",
        "https://g.example/v1, https://g.example/v1/models/m-1.5:generateContent",
        "https://g.example/a/v1beta/, https://g.example/a/v1beta/models/m-1.5:generateContent",
        "https://g.example/v1beta1, https://g.example/v1beta1/models/m-1.5:generateContent",
        "https://g.example/av1, https://g.example/av1/v1beta/models/m-1.5:generateContent",
        "https://g.example/v1/projects/p/locations/global/publishers/google,"
            + " https://g.example/v1/projects/p/locations/global/publishers/google/models/m-1.5:generateContent"
    })
    void generateContent_hasOneVersionAndTheModel(String endpoint, String expected) {
        assertThat(settings(endpoint, "m-1.5", false).generateContent())
                .isEqualTo(URI.create(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.cometapi.com, https://api.cometapi.com/v1beta, models/m",
        "https://generativelanguage.googleapis.com/v1beta,"
                + " https://generativelanguage.googleapis.com/v1beta, models/m",
        "https://aiplatform.googleapis.com/v1/projects/p/locations/global,"
                + " https://aiplatform.googleapis.com/v1,"
                + " projects/p/locations/global/publishers/google/models/m",
        "https://europe-west1-aiplatform.googleapis.com/projects/p/locations/europe-west1/,"
                + " https://europe-west1-aiplatform.googleapis.com/v1,"
                + " projects/p/locations/europe-west1/publishers/google/models/m",
        "http://127.0.0.1:80/proxy/v1beta1/projects/p/locations/l/publishers/anthropic,"
                + " http://127.0.0.1:80/proxy/v1beta1,"
                + " projects/p/locations/l/publishers/anthropic/models/m",
        "https://aiplatform.googleapis.com/v1/publishers/google,"
                + " https://aiplatform.googleapis.com/v1, publishers/google/models/m",
    })
    void everyDialect_hasItsAddresses(String endpoint, String base, String resource) {
        EndpointSettings settings = settings(endpoint, "m", false);
        boolean vertex = resource.contains("publishers/");
        String project =
                resource.startsWith("projects/")
                        ? resource.substring(0, resource.indexOf("/publishers/")) + "/"
                        : "";

        assertThat(settings.modelResource()).isEqualTo(resource);
        assertThat(EndpointSettings.isVertex(settings.endpoint())).isEqualTo(vertex);
        assertThat(settings.generateContent())
                .hasToString(base + "/" + resource + ":generateContent");
        assertThat(settings.streamGenerateContent())
                .hasToString(base + "/" + resource + ":streamGenerateContent?alt=sse");
        assertThat(settings.cachedContents()).hasToString(base + "/" + project + "cachedContents");
        assertThat(settings.cachedContent(project + "cachedContents/7"))
                .hasToString(base + "/" + project + "cachedContents/7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080",
                "http://127.0.0.1",
                "http://[::1]:80",
                "http://simulator:8080/x",
                "HTTPS://g.example"
            })
    void endpointInsideTheMachineOrCluster_mayBeInsecure(String endpoint) {
        assertThat(settings(endpoint, "m", false).endpoint()).isEqualTo(URI.create(endpoint));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://g.example", "http://10.0.0.1", "http://[fd00::1]"})
    void insecureEndpoint_mustBeAllowed(String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(endpoint, "m", false))
                .withMessageContaining("allowInsecureEndpoint: true");
        assertThat(settings(endpoint, "m", true).allowInsecure()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://g.example",
                "g.example",
                "https:g.example",
                "https:///v1",
                "https://user:secret@g.example",
                "https://g.example?key=secret",
                "https://g.example#secret",
                "https://g.example/secret/v1beta/models/m:generateContent",
                "https://g.example/secret/v1/chat/completions",
                "https://under_score.example"
            })
    void unusableEndpoint_isRefusedWithoutRepeatingSecrets(String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(endpoint, "m", true))
                .withMessageContaining("model.endpoint")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "models/m", "m?x", "../m", "m:generateContent", "m m"})
    void unusableModel_isRefused(String model) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("https://g.example", model, false))
                .withMessageContaining("model.name")
                .withMessageEndingWith(": " + model);
    }

    @Test
    void limits_areChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Duration.ZERO, 2_000))
                .withMessageContaining("call.attemptTimeout");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Duration.ofHours(2), 2_000))
                .withMessageContaining("call.attemptTimeout");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Duration.ofSeconds(1), 100))
                .withMessageContaining("call.maxAnswerBytes");
    }

    @Test
    void blankPathOfCertificates_isRefused() {
        EndpointSettings fine = settings("https://g.example", "m", false);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new EndpointSettings(
                                        fine.endpoint(),
                                        fine.model(),
                                        fine.apiKey(),
                                        fine.auth(),
                                        fine.attemptTimeout(),
                                        fine.maxAnswerBytes(),
                                        false,
                                        true,
                                        " ",
                                        null))
                .withMessageContaining("model.caCertificates");
    }

    private static EndpointSettings settings(String endpoint, String model, boolean allowInsecure) {
        return new EndpointSettings(
                URI.create(endpoint),
                model,
                ApiKeyReference.parse("env:KEY"),
                Auth.BEARER,
                EndpointSettings.DEFAULT_ATTEMPT_TIMEOUT,
                EndpointSettings.DEFAULT_MAX_ANSWER_BYTES,
                allowInsecure,
                false,
                null,
                null);
    }

    private static EndpointSettings settings(Duration attemptTimeout, int maxAnswerBytes) {
        return new EndpointSettings(
                URI.create("https://g.example"),
                "m",
                ApiKeyReference.parse("env:KEY"),
                Auth.BEARER,
                attemptTimeout,
                maxAnswerBytes,
                false,
                false,
                null,
                null);
    }
}
