package dev.gleaner.http;

import org.asynchttpclient.proxy.ProxyServer;

/**
 * An HTTP proxy.
 *
 * @param server what AsyncHttpClient needs to know of it, credentials included
 * @param origin the option, variable or property that names it
 */
public record HttpProxy(ProxyServer server, String origin) {

    /** Returns whether requests to it carry credentials. */
    public boolean hasCredentials() {
        return server.getRealm() != null;
    }

    /** Host, port and origin, never the credentials. */
    @Override
    public String toString() {
        return server.getHost() + ":" + server.getPort() + " (from " + origin + ")";
    }
}
