package dev.gleaner.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.asynchttpclient.Realm;
import org.asynchttpclient.proxy.ProxyType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
    private static final String GEMINI = "https://g.example/v1beta";

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();

    @Test
    void proxyOfTheSettings_isForBothSchemesAndEveryHost() {
        environment.put("HTTPS_PROXY", "http://other:1");
        Proxies proxies = proxies("https://p.example:3128", null);

        for (String address : List.of(GEMINI, "http://g.example", "http://localhost:8089")) {
            HttpProxy proxy = to(proxies, address);
            assertThat(proxy).hasToString("p.example:3128 (from model.proxy)");
            assertThat(proxy.server().getProxyType()).isEqualTo(ProxyType.HTTPS);
            assertThat(proxy.server().getSecuredPort()).isEqualTo(3128);
        }
    }

    @Test
    void none_overridesTheEnvironment() {
        environment.put("HTTPS_PROXY", "http://other:1");
        properties.put("https.proxyHost", "other");

        assertThat(proxies("none", null).to(URI.create(GEMINI))).isNull();
    }

    @Test
    void emptyEnvironment_meansNoProxy() {
        environment.put("HTTPS_PROXY", " ");

        assertThat(fromEnvironment().to(URI.create(GEMINI))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS_PROXY, https://g.example, the variable HTTPS_PROXY",
        "https_proxy, https://g.example, the variable HTTPS_PROXY",
        "HTTP_PROXY, http://g.example, the variable HTTP_PROXY",
        "http_proxy, http://g.example, the variable HTTP_PROXY"
    })
    void variable_namesTheProxyOfItsScheme(String variable, String address, String origin) {
        environment.put(variable, "http://p.example:3128/");

        assertThat(to(fromEnvironment(), address))
                .hasToString("p.example:3128 (from " + origin + ")");
    }

    @Test
    void variableOfTheOtherScheme_isNotUsed() {
        environment.put("HTTP_PROXY", "http://p.example:3128");

        assertThat(fromEnvironment().to(URI.create(GEMINI))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"p.example:3128, 3128", "http://p.example, 80", "https://p.example, 443"})
    void addressOfAVariable_mayBeShort(String value, int port) {
        environment.put("HTTPS_PROXY", value);

        assertThat(to(fromEnvironment(), GEMINI).server().getPort()).isEqualTo(port);
    }

    @Test
    void propertiesOfTheJvm_comeBeforeVariables() {
        environment.put("HTTPS_PROXY", "http://other:1");
        properties.put("https.proxyHost", "p.example");
        properties.put("https.proxyPort", "3128");

        assertThat(to(fromEnvironment(), GEMINI))
                .hasToString("p.example:3128 (from the system property https.proxyHost)");
    }

    @ParameterizedTest
    @CsvSource({
        "g.example, true",
        "EXAMPLE, true",
        ".example, true",
        "*.example, true",
        "other.example g.example, true",
        "*, true",
        "g.example:443, true",
        "g.example:444, false",
        "example.com, false",
        "ample, false",
        "www.g.example, false"
    })
    void noProxy_namesHostsAndTheirSubdomains(String noProxy, boolean direct) {
        environment.put("HTTPS_PROXY", "http://p.example:3128");
        environment.put("NO_PROXY", noProxy);

        assertThat(fromEnvironment().to(URI.create(GEMINI)) == null).isEqualTo(direct);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.0.0.0/8, true",
        "11.1.2.3, 10.0.0.0/8, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 2.3, false",
        "[fd00::1], fd00::/8, true",
        "[fd00::1], fd00::1, true",
        "g.example, 10.0.0.0/8, false"
    })
    void noProxy_namesAddressesAndNetworks(String host, String noProxy, boolean direct) {
        Proxies proxies = proxies(new ProxySettings("http://p.example:1", null, List.of(noProxy)));

        assertThat(proxies.to(URI.create("https://" + host)) == null).isEqualTo(direct);
    }

    @ParameterizedTest
    @CsvSource({
        "*.example|x, true",
        "x|g.ex*, true",
        "g.example, true",
        "example, false",
        "G.EXAMPLE, true"
    })
    void nonProxyHosts_haveWildcards(String hosts, boolean direct) {
        properties.put("https.proxyHost", "p.example");
        properties.put("http.nonProxyHosts", hosts);

        assertThat(fromEnvironment().to(URI.create(GEMINI)) == null).isEqualTo(direct);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.9.9.9", "[::1]"})
    void thisMachine_isNotBehindAProxyOfTheEnvironment(String host) {
        environment.put("HTTP_PROXY", "http://p.example:3128");

        assertThat(fromEnvironment().to(URI.create("http://" + host + ":8089"))).isNull();
    }

    @Test
    void credentials_areSentAtOnceAndNeverShown(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("login"), "worker:a:b c\n");
        HttpProxy proxy = to(proxies("http://p.example:3128", "file:" + file), GEMINI);

        Realm realm = Objects.requireNonNull(proxy.server().getRealm());
        assertThat(realm.getPrincipal()).isEqualTo("worker");
        assertThat(realm.getPassword()).isEqualTo("a:b c");
        assertThat(realm.isUsePreemptiveAuth()).isTrue();
        assertThat(proxy.hasCredentials()).isTrue();
        assertThat(proxy.toString()).doesNotContain("worker").doesNotContain("a:b c");
    }

    @Test
    void credentialsInAVariablesAddress_areDecoded() {
        environment.put("HTTPS_PROXY", "http://wor%40ker:p+1%3A@p.example:3128");

        Realm realm = to(fromEnvironment(), GEMINI).server().getRealm();

        assertThat(Objects.requireNonNull(realm).getPrincipal()).isEqualTo("wor@ker");
        assertThat(realm.getPassword()).isEqualTo("p+1:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"env:LOGIN", "file:/does/not/exist"})
    void credentialsThatAreMissing_areRefusedByName(String reference) {
        assertThatExceptionOfType(ProxyUnusableException.class)
                .isThrownBy(() -> proxies("http://p.example:3128", reference))
                .withMessageContaining(reference);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"socks5://u:secret@p.example:1080", "http://u:secret@", "http://a b:secret"})
    void addressThatIsNoHttpProxys_isRefusedWithoutItsText(String value) {
        environment.put("HTTPS_PROXY", value);

        assertThatExceptionOfType(ProxyUnusableException.class)
                .isThrownBy(this::fromEnvironment)
                .withMessageContaining("the variable HTTPS_PROXY")
                .withMessageContaining("model.proxy: none")
                .matches(e -> !String.valueOf(e.getMessage()).contains("secret"));
    }

    @Test
    void networkThatIsNone_isRefused() {
        assertThatExceptionOfType(ProxyUnusableException.class)
                .isThrownBy(() -> proxies(new ProxySettings("none", null, List.of("10.0.0.0/40"))))
                .withMessageContaining("model.noProxy");
    }

    private Proxies fromEnvironment() {
        return proxies("environment", null);
    }

    private Proxies proxies(String proxy, @Nullable String credentials) {
        return proxies(new ProxySettings(proxy, credentials, List.of()));
    }

    private Proxies proxies(ProxySettings settings) {
        return Proxies.of(settings, environment::get, properties::get);
    }

    private static HttpProxy to(Proxies proxies, String address) {
        return Objects.requireNonNull(proxies.to(URI.create(address)));
    }
}
