package dev.gleaner.simulator;

import org.jspecify.annotations.Nullable;

/**
 * Which cached content a path names.
 *
 * @param scope the API
 * @param id of the cached content, empty for all of them
 */
record CacheCall(ApiScope scope, String id) {

    private static final String COLLECTION = "cachedContents";

    /** Reads {@code cachedContents} and {@code cachedContents/ID}; null for every other path. */
    static @Nullable CacheCall parse(ApiScope.Path path) {
        String rest = path.rest();
        if (!rest.startsWith(COLLECTION)) {
            return null;
        }
        String below = rest.substring(COLLECTION.length());
        if (below.isEmpty()) {
            return new CacheCall(path.scope(), "");
        }
        boolean one = below.length() > 1 && below.lastIndexOf('/') == 0;
        return one ? new CacheCall(path.scope(), below.substring(1)) : null;
    }

    /** The name of a cached content in this API. */
    static String name(ApiScope scope, String id) {
        return scope.name(COLLECTION + "/" + id);
    }
}
