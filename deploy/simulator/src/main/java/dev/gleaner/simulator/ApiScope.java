package dev.gleaner.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose API a path belongs to.
 *
 * @param version of the API
 * @param vertex whether it is Vertex AI's
 * @param parent {@code projects/P/locations/L}, empty for the Gemini API and for Vertex AI's
 *     express mode
 */
record ApiScope(String version, boolean vertex, String parent) {

    /** A path below its API: {@code models/NAME:OPERATION}, {@code cachedContents/ID}. */
    record Path(ApiScope scope, String rest) {}

    private static final String PUBLISHER = "publishers/google/";
    private static final List<ApiScope> GEMINI_API =
            List.of(new ApiScope("v1beta", false, ""), new ApiScope("v1", false, ""));
    private static final List<String> VERTEX_VERSIONS = List.of("v1", "v1beta1");

    /** Reads a path; null if it belongs to no API. */
    static @Nullable Path parse(@Nullable String path) {
        if (path == null || !path.startsWith("/v1")) {
            return null;
        }
        int slash = path.indexOf('/', 1);
        String version = path.substring(1, Math.max(1, slash));
        String rest = path.substring(slash + 1);
        return rest.startsWith("projects/") || rest.startsWith(PUBLISHER)
                ? vertex(version, rest)
                : geminiApi(version, rest);
    }

    private static @Nullable Path geminiApi(String version, String rest) {
        for (ApiScope scope : GEMINI_API) {
            if (scope.version().equals(version)) {
                return new Path(scope, rest);
            }
        }
        return null;
    }

    private static @Nullable Path vertex(String version, String rest) {
        if (!VERTEX_VERSIONS.contains(version)) {
            return null;
        }
        String[] segments = rest.split("/", 5);
        boolean project = segments.length == 5 && segments[2].equals("locations");
        if (rest.startsWith("projects/") && !project) {
            return null;
        }
        String parent = project ? rest.substring(0, rest.length() - segments[4].length() - 1) : "";
        String below = project ? segments[4] : rest;
        return new Path(
                new ApiScope(version, true, parent),
                below.startsWith(PUBLISHER) ? below.substring(PUBLISHER.length()) : below);
    }

    Dialect dialect() {
        return vertex ? Dialect.VERTEX : Dialect.GEMINI_API;
    }

    /** The envelope of its answers: Vertex AI's for its paths, else the one that is set. */
    Envelope envelope(Envelope set) {
        return vertex ? Envelope.VERTEX : set;
    }

    /** A resource's name as this API writes it. */
    String name(String relative) {
        return parent.isEmpty() ? relative : parent + "/" + relative;
    }
}
