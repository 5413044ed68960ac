package dev.gleaner.tool;

import java.io.Serializable;
import java.util.List;

/**
 * A function that reads from the web.
 *
 * @param name as the model calls it
 * @param description says to the model when to call it and what it returns
 * @param parameters a JSON Schema of its arguments, as JSON
 * @param url of what is read, with {@code {argument}} in its path or query, which is
 *     percent-encoded and can change nothing around it
 * @param allowedHosts the hosts that may be asked, as {@code host}, {@code host:port} or, to allow
 *     plain http to other machines, {@code http://host:port}; without a port, the scheme's own. The
 *     URL's must be among them
 * @param maxBytes the longest answer that is handed to the model; the rest is cut off
 */
public record HttpToolSettings(
        String name,
        String description,
        String parameters,
        String url,
        List<String> allowedHosts,
        int maxBytes)
        implements Serializable {

    public HttpToolSettings {
        allowedHosts = List.copyOf(allowedHosts);
    }
}
