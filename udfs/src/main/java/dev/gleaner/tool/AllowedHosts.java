package dev.gleaner.tool;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The hosts that a function may ask, each as {@code host}, {@code host:port}, {@code
 * http://host:port}. Without a port only the scheme's own is meant. Without {@code http://} only
 * https is, unless the host is this machine or a name without a dot, as containers of one network
 * have.
 */
final class AllowedHosts {
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}|\\[::1]");

    private final List<URI> origins;
    private final List<String> entries;

    /**
     * @throws IllegalArgumentException if an entry is not a host
     */
    AllowedHosts(List<String> entries) {
        this.entries = entries;
        origins = entries.stream().map(AllowedHosts::origin).toList();
    }

    /**
     * Checks an address.
     *
     * @throws IllegalArgumentException if its host, port or scheme is not allowed; says what is
     */
    void check(URI address) {
        if (origins.stream().noneMatch(origin -> allows(origin, address))) {
            throw new IllegalArgumentException(
                    "allowedHosts "
                            + entries
                            + " does not have the url's "
                            + originOf(address)
                            + (isHttp(address) && !isLocal(address.getHost())
                                    ? "; http must be allowed as such: http://host:port"
                                    : ""));
        }
    }

    private static boolean allows(URI origin, URI address) {
        boolean scheme =
                origin.getScheme().equals("any")
                        ? !isHttp(address) || isLocal(address.getHost())
                        : origin.getScheme().equalsIgnoreCase(address.getScheme());
        int port = origin.getPort() < 0 ? standardPort(address) : origin.getPort();
        return scheme
                && port == portOf(address)
                && origin.getHost().equalsIgnoreCase(address.getHost());
    }

    private static URI origin(String entry) {
        try {
            URI origin = new URI(entry.contains("://") ? entry : "any://" + entry);
            boolean bare =
                    origin.getHost() != null
                            && origin.getRawPath().isEmpty()
                            && origin.getRawUserInfo() == null
                            && origin.getRawQuery() == null
                            && origin.getRawFragment() == null;
            if (bare && List.of("any", "http", "https").contains(origin.getScheme())) {
                return origin;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "allowedHosts must hold host, host:port or http://host:port, not: " + entry);
    }

    private static String originOf(URI address) {
        return address.getScheme() + "://" + address.getHost() + ":" + portOf(address);
    }

    private static int portOf(URI address) {
        return address.getPort() < 0 ? standardPort(address) : address.getPort();
    }

    private static int standardPort(URI address) {
        return isHttp(address) ? 80 : 443;
    }

    private static boolean isHttp(URI address) {
        return address.getScheme().toLowerCase(Locale.ROOT).equals("http");
    }

    private static boolean isLocal(String host) {
        return (!host.contains(".") && !host.contains(":")) || LOOPBACK.matcher(host).matches();
    }
}
