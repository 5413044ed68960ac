package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gemini.ApiKeyReference;
import dev.gleaner.gemini.Auth;
import dev.gleaner.gemini.CacheReply;
import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.gemini.HttpCacheClient;
import dev.gleaner.gemini.HttpGeminiClient;
import dev.gleaner.http.ProxySettings;
import dev.gleaner.model.FailureKind;
import dev.gleaner.simulator.AcceptedKey;
import dev.gleaner.simulator.SimulatorServer;
import dev.gleaner.simulator.SimulatorSettings;
import dev.gleaner.simulator.TlsSettings;
import dev.gleaner.tool.HttpToolSettings;
import dev.gleaner.tool.ToolBox;
import dev.gleaner.tool.ToolResult;
import dev.gleaner.tool.ToolSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls by way of a proxy that others wrote. */
@Timeout(120)
@RequiresProgram("tinyproxy")
class ProxyITCase {
    private static final String KEY = "AIzaSyProxyTestNotARealKey0123456789abc";
    private static final String PASSWORD = "pass-word-1";
    private static final String LOGIN = "BasicAuth worker " + PASSWORD;

    private static SimulatorServer simulator;

    private final Path folder;

    ProxyITCase(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void startSimulator() throws Exception {
        simulator =
                SimulatorServer.start(
                        SimulatorSettings.defaults()
                                .withKey(AcceptedKey.only(KEY))
                                .withTls(TlsSettings.defaults()));
    }

    @AfterAll
    static void stopSimulator() throws Exception {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, false",
        "false, false, true",
        "true, false, false",
        "true, false, true",
        "true, true, false",
        "true, true, true"
    })
    void calls_goThroughTheProxy(boolean tls, boolean http2, boolean login) throws Exception {
        try (Tinyproxy proxy = login ? Tinyproxy.start(folder, LOGIN) : Tinyproxy.start(folder);
                HttpGeminiClient client = client(tls, http2, proxy, login ? "" : null)) {
            assertThat(call(client)).isInstanceOf(GeminiReply.Answer.class);
            assertThat(calls(client, 30)).allMatch(GeminiReply.Answer.class::isInstance);

            URI endpoint = endpoint(tls);
            String line =
                    tls
                            ? "CONNECT " + endpoint.getRawAuthority()
                            : "POST " + endpoint + "/v1beta/models/";
            assertThat(proxy.logged(line)).isPositive().isLessThanOrEqualTo(http2 ? 2 : 31);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, false"})
    @SuppressWarnings("try") // the log is to be closed, and no more
    void debugLog_holdsNeitherKeyNorPassword(boolean tls, boolean http2) throws Exception {
        Path log = folder.resolve("debug.log");
        try (LogCapture capture = LogCapture.to(log);
                Tinyproxy proxy = Tinyproxy.start(folder, LOGIN)) {
            for (String wrong : List.of("", "-wrong")) {
                try (HttpGeminiClient client = client(tls, http2, proxy, wrong)) {
                    call(client);
                }
            }
            assertThat(Files.readString(log))
                    .contains("by way of the proxy " + proxy.address().substring(7))
                    .doesNotContain(KEY)
                    .doesNotContain(PASSWORD)
                    .doesNotContain("d29ya2VyOnBhc3Mtd29yZC0x"); // the same in base64
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true, -wrong, it refuses the credentials",
        "true, , none are set",
        "false, , none are set"
    })
    void login_thatTheProxyRefuses_isTheJobsFault(boolean tls, @Nullable String wrong, String words)
            throws Exception {
        try (Tinyproxy proxy = Tinyproxy.start(folder, LOGIN);
                HttpGeminiClient client = client(tls, false, proxy, wrong)) {
            GeminiReply.Failed failed = (GeminiReply.Failed) call(client);

            assertThat(failed.kind()).isEqualTo(FailureKind.PROXY_UNUSABLE);
            assertThat(failed.detail())
                    .contains("the proxy " + proxy.address().substring(7) + " (from model.proxy)")
                    .containsPattern("HTTP 40[17]")
                    .contains(words)
                    .doesNotContain(PASSWORD);
        }
    }

    @Test
    void tunnel_thatTheProxyRefuses_isNamed() throws Exception {
        try (Tinyproxy proxy = Tinyproxy.start(folder, "ConnectPort 1");
                HttpGeminiClient client = client(true, false, proxy, null)) {
            GeminiReply.Failed failed = (GeminiReply.Failed) call(client);

            assertThat(failed.kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
            assertThat(failed.httpStatus()).isNull();
            assertThat(failed.detail())
                    .contains(proxy.address().substring(7))
                    .contains("HTTP 403 to CONNECT " + endpoint(true).getRawAuthority())
                    .contains("model.noProxy");
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void proxy_thatIsNotReached_isNamed(boolean tls) throws Exception {
        String address = "http://127.0.0.1:" + PrometheusServer.freePort();
        try (HttpGeminiClient client =
                client(tls, false, new ProxySettings(address, null, List.of()))) {
            GeminiReply.Failed failed = (GeminiReply.Failed) call(client);

            assertThat(failed.kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
            assertThat(failed.detail())
                    .contains("no connection to the proxy " + address.substring(7))
                    .contains("model.proxy: none");
        }
    }

    @Test
    void endpointBehindTheProxy_thatIsNotReached_isNamedWithTheProxy() throws Exception {
        int closed = PrometheusServer.freePort();
        try (Tinyproxy proxy = Tinyproxy.start(folder);
                HttpGeminiClient client =
                        client(
                                URI.create("https://127.0.0.1:" + closed),
                                false,
                                new ProxySettings(proxy.address(), null, List.of()))) {
            GeminiReply.Failed failed = (GeminiReply.Failed) call(client);

            assertThat(failed.kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
            assertThat(failed.detail())
                    .contains(proxy.address().substring(7))
                    .contains("CONNECT 127.0.0.1:" + closed);
        }
    }

    @Test
    void hostOfNoProxy_isCalledDirectly() throws Exception {
        String address = "http://127.0.0.1:" + PrometheusServer.freePort();
        String host = endpoint(true).getHost();
        try (HttpGeminiClient client =
                client(true, false, new ProxySettings(address, null, List.of(host)))) {
            assertThat(call(client)).isInstanceOf(GeminiReply.Answer.class);
        }
    }

    @Test
    void promptCache_goesThroughTheProxy() throws Exception {
        try (Tinyproxy proxy = Tinyproxy.start(folder, LOGIN);
                HttpCacheClient client =
                        new HttpCacheClient(
                                settings(endpoint(true), false, settings(proxy, "")), KEY)) {
            CompletableFuture<CacheReply> reply = new CompletableFuture<>();
            client.delete("cachedContents/none", reply::complete);

            assertThat(reply.get()).isInstanceOf(CacheReply.Gone.class);
            assertThat(proxy.logged("CONNECT " + endpoint(true).getRawAuthority())).isPositive();
        }
    }

    @Test
    void httpTool_readsThroughTheProxy() throws Exception {
        URI web = simulator.baseUri();
        try (Tinyproxy proxy = Tinyproxy.start(folder, LOGIN);
                ToolBox box = tools(web, settings(proxy, ""))) {
            CompletableFuture<ToolResult> result = new CompletableFuture<>();
            box.call("health", new byte[0], result::complete);

            assertThat(result.get().outcome()).isEqualTo(ToolResult.Outcome.OK);
            assertThat(proxy.logged("GET " + web)).isPositive();
        }
    }

    private static ToolBox tools(URI web, ProxySettings proxy) {
        String host = web.getRawAuthority();
        HttpToolSettings tool =
                new HttpToolSettings(
                        "health",
                        "Reads.",
                        "{\"type\":\"object\",\"properties\":{}}",
                        "http://" + host + "/health",
                        List.of(host),
                        1_000);
        return ToolBox.open(
                new ToolSettings(List.of(), List.of(tool), 1, Duration.ofSeconds(30)),
                ProxyITCase.class.getClassLoader(),
                proxy);
    }

    private HttpGeminiClient client(
            boolean tls, boolean http2, Tinyproxy proxy, @Nullable String wrong) throws Exception {
        return client(tls, http2, settings(proxy, wrong));
    }

    private HttpGeminiClient client(boolean tls, boolean http2, ProxySettings proxy)
            throws Exception {
        return client(endpoint(tls), http2, proxy);
    }

    private HttpGeminiClient client(URI endpoint, boolean http2, ProxySettings proxy)
            throws Exception {
        return new HttpGeminiClient(settings(endpoint, http2, proxy), KEY);
    }

    /**
     * @param wrong what is added to the password; null if no credentials are given
     */
    private ProxySettings settings(Tinyproxy proxy, @Nullable String wrong) throws Exception {
        if (wrong == null) {
            return new ProxySettings(proxy.address(), null, List.of());
        }
        Path login =
                Files.writeString(folder.resolve("login"), "worker:" + PASSWORD + wrong + "\n");
        return new ProxySettings(proxy.address(), "file:" + login, List.of());
    }

    private EndpointSettings settings(URI endpoint, boolean http2, ProxySettings proxy)
            throws Exception {
        Path certificate =
                Files.writeString(folder.resolve("simulator.pem"), simulator.certificate());
        return new EndpointSettings(
                endpoint,
                "gemini-3.5-flash",
                ApiKeyReference.parse("env:KEY"),
                Auth.X_GOOG_API_KEY,
                EndpointSettings.DEFAULT_ATTEMPT_TIMEOUT,
                EndpointSettings.DEFAULT_MAX_ANSWER_BYTES,
                false,
                http2,
                certificate.toString(),
                null,
                proxy);
    }

    private static URI endpoint(boolean tls) {
        return tls ? simulator.tlsBaseUri() : simulator.baseUri();
    }

    private static GeminiReply call(HttpGeminiClient client) {
        return calls(client, 1).get(0);
    }

    private static List<GeminiReply> calls(HttpGeminiClient client, int count) {
        byte[] body =
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}]}"
                        .getBytes(StandardCharsets.UTF_8);
        List<CompletableFuture<GeminiReply>> replies =
                IntStream.range(0, count)
                        .mapToObj(i -> new CompletableFuture<GeminiReply>())
                        .toList();
        replies.forEach(reply -> client.generate(body, Duration.ofSeconds(60), reply::complete));
        return replies.stream().map(CompletableFuture::join).toList();
    }
}
