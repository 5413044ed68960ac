package dev.gleaner.gemini;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the operations of a model are below an endpoint, in the dialect that the endpoint's path
 * tells: the Gemini API's (Google's own and CometAPI's), or Vertex AI's, which names a project and
 * a location, or at least a publisher. What the path leaves out is added.
 *
 * @param base up to the version, with it
 * @param project the project and location, such as {@code projects/p/locations/global}, or null
 * @param publisher such as {@code publishers/google}, or null
 */
record ApiPaths(String base, @Nullable String project, @Nullable String publisher) {
    private static final Pattern PATH =
            Pattern.compile(
                    "(?<prefix>.*?)(/(?<version>v1|v1beta|v1beta1))?"
                            + "(/(?<project>projects/[^/]+/locations/[^/]+))?"
                            + "(/(?<publisher>publishers/[^/]+))?");

    private static final Pattern COLLECTION =
            Pattern.compile("(?<rest>.*/(v1|v1beta|v1beta1|publishers/[^/]+))/+models");

    static ApiPaths of(URI endpoint) {
        String text = trimmed(endpoint.toString());
        String path = trimmed(endpoint.getRawPath());
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("every path matches: " + path);
        }
        String project = matcher.group("project");
        String publisher = matcher.group("publisher");
        boolean vertex = project != null || publisher != null;
        String version = matcher.group("version");
        if (version == null) {
            version = vertex ? "v1" : "v1beta";
        }
        String authority = text.substring(0, text.length() - path.length());
        return new ApiPaths(
                authority + matcher.group("prefix") + "/" + version,
                project,
                vertex && publisher == null ? "publishers/google" : publisher);
    }

    /** Without slashes at the end, and without the word that the operations add themselves. */
    private static String trimmed(String address) {
        String path = address.replaceFirst("/+$", "");
        Matcher matcher = COLLECTION.matcher(path);
        return matcher.matches() ? matcher.group("rest") : path;
    }

    boolean isVertex() {
        return publisher != null;
    }

    /** Returns the model's resource name. */
    String resource(String model) {
        return join(project, join(publisher, "models/" + model));
    }

    /** The model's characters need no percent-encoding, by the check of EndpointSettings. */
    URI operation(String model, String operation) {
        return URI.create(base + "/" + resource(model) + ":" + operation);
    }

    URI cachedContents() {
        return URI.create(base + "/" + join(project, "cachedContents"));
    }

    /** Returns the address of something by its resource name, which is whole in both dialects. */
    URI named(String resource) {
        return URI.create(base + "/" + resource);
    }

    private static String join(@Nullable String before, String after) {
        return before == null ? after : before + "/" + after;
    }
}
