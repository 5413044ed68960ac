package dev.gleaner.http;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.asynchttpclient.Dsl;
import org.asynchttpclient.Realm;
import org.asynchttpclient.proxy.ProxyServer;
import org.asynchttpclient.proxy.ProxyType;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of this process: the one that the job's settings name, or those of the system
 * properties (https.proxyHost and its like) and of the environment (HTTPS_PROXY, HTTP_PROXY,
 * NO_PROXY, in either case). Properties come first, because they were set for this JVM. Immutable.
 */
public final class Proxies {
    private static final String OPTION = "model.proxy";

    private final @Nullable HttpProxy http;
    private final @Nullable HttpProxy https;
    private final DirectHosts direct;

    private Proxies(@Nullable HttpProxy http, @Nullable HttpProxy https, DirectHosts direct) {
        this.http = http;
        this.https = https;
        this.direct = direct;
    }

    /** Returns the proxies of this process. */
    public static Proxies of(ProxySettings settings) {
        return of(settings, System::getenv, System::getProperty);
    }

    /**
     * Returns the proxies.
     *
     * @param environment the value of a variable by its name, or null
     * @param properties the value of a system property by its name, or null
     * @throws ProxyUnusableException if the credentials are missing, or if what names a proxy is no
     *     address of an HTTP proxy
     */
    static Proxies of(
            ProxySettings settings,
            Function<String, @Nullable String> environment,
            Function<String, @Nullable String> properties) {
        DirectHosts direct = new DirectHosts().add(settings.noProxy(), "model.noProxy");
        if (settings.proxy().equals(ProxySettings.NONE)) {
            return new Proxies(null, null, direct);
        }
        String credentials =
                settings.credentials() == null ? null : read(settings.credentials(), environment);
        if (!settings.proxy().equals(ProxySettings.FROM_ENVIRONMENT)) {
            HttpProxy proxy = proxy(settings.proxy(), OPTION, credentials);
            return new Proxies(proxy, proxy, direct);
        }
        direct.addLoopback().addProperty(properties.apply("http.nonProxyHosts"));
        String noProxy = firstOf(environment, "no_proxy", "NO_PROXY");
        if (noProxy != null) {
            direct.add(List.of(noProxy.split("[,\\s]+")), "NO_PROXY");
        }
        return new Proxies(
                found("http", 80, environment, properties, credentials),
                found("https", 443, environment, properties, credentials),
                direct);
    }

    /** Returns the proxy on the way to an address; null if there is none. */
    public @Nullable HttpProxy to(URI address) {
        boolean secure = "https".equalsIgnoreCase(address.getScheme());
        int port = address.getPort() < 0 ? (secure ? 443 : 80) : address.getPort();
        return to(secure, address.getHost(), port);
    }

    /** Returns the proxy on the way to a host; null if there is none. */
    public @Nullable HttpProxy to(boolean secure, String host, int port) {
        HttpProxy proxy = secure ? https : http;
        return proxy == null || direct.contains(host, port) ? null : proxy;
    }

    private static @Nullable HttpProxy found(
            String scheme,
            int standardPort,
            Function<String, @Nullable String> environment,
            Function<String, @Nullable String> properties,
            @Nullable String credentials) {
        String host = properties.apply(scheme + ".proxyHost");
        if (host != null && !host.isBlank()) {
            String port = properties.apply(scheme + ".proxyPort");
            return proxy(
                    "http://" + host.strip() + ":" + (port == null ? standardPort : port.strip()),
                    "the system property " + scheme + ".proxyHost",
                    credentials);
        }
        String variable = scheme + "_proxy";
        String upperCase = variable.toUpperCase(Locale.ROOT);
        String address = firstOf(environment, variable, upperCase);
        return address == null
                ? null
                : proxy(
                        address.contains("://") ? address : "http://" + address,
                        "the variable " + upperCase,
                        credentials);
    }

    private static @Nullable String firstOf(
            Function<String, @Nullable String> environment, String... names) {
        for (String name : names) {
            String value = environment.apply(name);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return null;
    }

    private static HttpProxy proxy(String text, String origin, @Nullable String credentials) {
        URI address = address(text, origin);
        boolean secure = "https".equalsIgnoreCase(address.getScheme());
        int port = address.getPort() < 0 ? (secure ? 443 : 80) : address.getPort();
        String inAddress = address.getRawUserInfo();
        String login =
                credentials == null && inAddress != null
                        ? URLDecoder.decode(inAddress.replace("+", "%2B"), StandardCharsets.UTF_8)
                        : credentials;
        ProxyServer server =
                new ProxyServer.Builder(DirectHosts.withoutBrackets(address.getHost()), port)
                        .setProxyType(secure ? ProxyType.HTTPS : ProxyType.HTTP)
                        .setRealm(login == null ? null : realm(login))
                        .build();
        return new HttpProxy(server, origin);
    }

    /** No message repeats the text: a password may be in it. */
    private static URI address(String text, String origin) {
        try {
            URI address = URI.create(text);
            String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            if (address.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                return address;
            }
        } catch (IllegalArgumentException malformed) {
            // Refused below.
        }
        throw new ProxyUnusableException(
                "The proxy of "
                        + origin
                        + " is not an address of an HTTP proxy; write http://host:port, or set"
                        + " model.proxy: none");
    }

    private static Realm realm(String login) {
        int colon = login.indexOf(':');
        String user = colon < 0 ? login : login.substring(0, colon);
        String password = colon < 0 ? "" : login.substring(colon + 1);
        // At once: a proxy that is asked without first would cost every connection a round trip.
        return Dsl.basicAuthRealm(user, password).setUsePreemptiveAuth(true).build();
    }

    private static String read(String reference, Function<String, @Nullable String> environment) {
        String text = null;
        try {
            text =
                    reference.startsWith("file:")
                            ? Files.readString(Path.of(reference.substring("file:".length())))
                            : environment.apply(reference.substring("env:".length()));
        } catch (IOException | InvalidPathException unreadable) {
            throw new ProxyUnusableException(
                    "model.proxyCredentials: "
                            + reference
                            + " cannot be read ("
                            + unreadable.getClass().getSimpleName()
                            + ")");
        }
        if (text == null || text.isBlank()) {
            throw new ProxyUnusableException(
                    "model.proxyCredentials: " + reference + " is missing or empty");
        }
        return text.strip();
    }
}
