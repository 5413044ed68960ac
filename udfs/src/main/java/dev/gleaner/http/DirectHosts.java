package dev.gleaner.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The hosts that are called without the proxy. Immutable. */
final class DirectHosts {
    private static final Pattern CIDR = Pattern.compile("(.+)/(\\d{1,3})");
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[.+]|[^:]+):(\\d{1,5})");

    private final List<Rule> rules = new ArrayList<>();

    /** Decides about a host in lower case, without brackets. */
    @FunctionalInterface
    private interface Rule {
        boolean matches(String host, int port);
    }

    /**
     * Adds entries in the form of NO_PROXY: a host with its subdomains, an address, a network such
     * as 10.0.0.0/8, each with a port or without, or * for all hosts.
     *
     * @throws ProxyUnusableException if an entry is none of them
     */
    DirectHosts add(List<String> entries, String origin) {
        for (String entry : entries) {
            String text = entry.strip().toLowerCase(Locale.ROOT);
            if (!text.isEmpty()) {
                rules.add(rule(text, origin));
            }
        }
        return this;
    }

    /** Adds the value of the system property http.nonProxyHosts, with its wildcards. */
    DirectHosts addProperty(@Nullable String nonProxyHosts) {
        for (String entry : nonProxyHosts == null ? new String[0] : nonProxyHosts.split("\\|")) {
            Pattern pattern =
                    Pattern.compile(
                            Arrays.stream(withoutBrackets(entry.strip()).split("\\*", -1))
                                    .map(Pattern::quote)
                                    .collect(Collectors.joining(".*")),
                            Pattern.CASE_INSENSITIVE);
            rules.add((host, port) -> pattern.matcher(host).matches());
        }
        return this;
    }

    /** Adds this machine. */
    DirectHosts addLoopback() {
        rules.add(
                (host, port) -> {
                    InetAddress address = address(host);
                    return address == null ? host.equals("localhost") : address.isLoopbackAddress();
                });
        return this;
    }

    boolean contains(String host, int port) {
        String name = withoutBrackets(host).toLowerCase(Locale.ROOT);
        return rules.stream().anyMatch(rule -> rule.matches(name, port));
    }

    static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    private static Rule rule(String text, String origin) {
        if (text.equals("*")) {
            return (host, port) -> true;
        }
        var network = CIDR.matcher(text);
        if (network.matches()) {
            return network(network.group(1), Integer.parseInt(network.group(2)), text, origin);
        }
        var withPort = HOST_AND_PORT.matcher(text);
        if (withPort.matches() && address(text) == null) {
            Rule rule = host(withPort.group(1));
            int only = Integer.parseInt(withPort.group(2));
            return (host, port) -> port == only && rule.matches(host, port);
        }
        return host(text);
    }

    private static Rule host(String text) {
        InetAddress wanted = address(text);
        if (wanted != null) {
            return (host, port) -> wanted.equals(address(host));
        }
        String suffix = "." + text.replaceFirst("^\\*?\\.", "");
        return (host, port) -> address(host) == null && ("." + host).endsWith(suffix);
    }

    private static Rule network(String network, int prefix, String text, String origin) {
        InetAddress base = address(network);
        if (base == null || prefix > base.getAddress().length * 8) {
            throw new ProxyUnusableException(
                    origin + ": \"" + text + "\" is not a network; write one such as 10.0.0.0/8");
        }
        IpSubnetFilterRule rule = new IpSubnetFilterRule(base, prefix, IpFilterRuleType.ACCEPT);
        return (host, port) -> {
            InetAddress address = address(host);
            return address != null && rule.matches(new InetSocketAddress(address, port));
        };
    }

    /** Returns the address that a text spells out; null for a name. Looks nothing up. */
    private static @Nullable InetAddress address(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(withoutBrackets(text));
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            return null;
        }
    }
}
