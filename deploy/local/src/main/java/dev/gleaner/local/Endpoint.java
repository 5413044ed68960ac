package dev.gleaner.local;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Where calls go.
 *
 * @param uri the base address
 * @param apiKey where the key lies, {@code env:NAME} or {@code file:PATH}; never the key itself
 * @param simulated whether the simulator answers there, which speaks each dialect of the API
 */
record Endpoint(URI uri, String apiKey, boolean simulated) {

    /** Returns where the calls go that a spec sends to an address. */
    URI inPlaceOf(URI address) {
        // The path tells the dialect.
        return simulated ? uri.resolve(address.getRawPath()) : uri;
    }

    /** Returns the hosts to call without a proxy: those of a spec, and the simulator. */
    List<String> directlyCalled(List<String> noProxy) {
        List<String> hosts = new ArrayList<>(noProxy);
        if (simulated) {
            hosts.add(uri.getHost());
        }
        return hosts;
    }
}
