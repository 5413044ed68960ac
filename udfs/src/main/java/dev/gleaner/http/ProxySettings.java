package dev.gleaner.http;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proxy between the job and its endpoints, without secrets. It is looked up where the calls are
 * made.
 *
 * @param proxy {@code http://host:port}, {@code https://host:port}, {@value #FROM_ENVIRONMENT} or
 *     {@value #NONE}
 * @param credentials where {@code user:password} is, as {@code env:NAME} or {@code
 *     file:/absolute/path}; null for a proxy that asks for none
 * @param noProxy hosts that are called directly, in the form of NO_PROXY
 */
public record ProxySettings(String proxy, @Nullable String credentials, List<String> noProxy)
        implements Serializable {

    /** The proxy that the process' system properties or environment variables name, if any. */
    public static final String FROM_ENVIRONMENT = "environment";

    /** No proxy. */
    public static final String NONE = "none";

    /** No proxy, whatever the environment says. */
    public static final ProxySettings DIRECT = new ProxySettings(NONE, null, List.of());

    public ProxySettings {
        noProxy = List.copyOf(noProxy);
    }
}
