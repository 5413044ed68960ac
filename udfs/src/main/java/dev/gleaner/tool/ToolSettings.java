package dev.gleaner.tool;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * Which functions the model may call.
 *
 * @param services names of {@link EnrichmentTool}s that the ServiceLoader finds
 * @param http functions that read from the web
 * @param maxRounds how often the model may call functions before it must answer, from 1 up
 * @param timeout the longest wait for one function; its absence is then told to the model
 */
public record ToolSettings(
        List<String> services, List<HttpToolSettings> http, int maxRounds, Duration timeout)
        implements Serializable {

    /** No functions. */
    public static final ToolSettings NONE =
            new ToolSettings(List.of(), List.of(), 1, Duration.ofSeconds(10));

    public ToolSettings {
        services = List.copyOf(services);
        http = List.copyOf(http);
        if (maxRounds < 1) {
            throw new IllegalArgumentException(
                    "tools.maxRounds must be at least 1, not " + maxRounds);
        }
    }

    /** Returns whether there are none. */
    public boolean isEmpty() {
        return services.isEmpty() && http.isEmpty();
    }
}
