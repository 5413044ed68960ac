package dev.gleaner.tool;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the functions that settings ask for, and refuses those that could not work. */
final class Toolset {
    private static final Duration LONGEST = Duration.ofHours(1);

    private Toolset() {}

    /**
     * Returns the functions by their names, in the settings' order; they must be closed.
     *
     * @param web what those that read from the web use
     * @throws IllegalArgumentException as {@link ToolBox#open} does
     */
    static Map<String, EnrichmentTool> of(
            ToolSettings settings, ClassLoader classLoader, WebGet web) {
        Duration timeout = settings.timeout();
        if (timeout.isNegative() || timeout.toMillis() < 1 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "tools.functions.timeout must be from 1 ms to 1 h: " + timeout);
        }
        Map<String, EnrichmentTool> tools =
                new LinkedHashMap<>(FoundServices.of(settings.services(), classLoader));
        try {
            for (HttpToolSettings http : settings.http()) {
                if (tools.putIfAbsent(http.name(), new HttpTool(http, web)) != null) {
                    throw new IllegalArgumentException(
                            "tools.functions: two functions are named '" + http.name() + "'");
                }
            }
            tools.values().forEach(FunctionDeclaration::of);
            return tools;
        } catch (RuntimeException e) {
            FoundServices.close(tools.values());
            throw e;
        }
    }
}
