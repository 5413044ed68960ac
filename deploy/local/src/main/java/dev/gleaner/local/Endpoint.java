package dev.gleaner.local;

import java.net.URI;

/**
 * Where calls go.
 *
 * @param uri the base address
 * @param apiKey where the key lies, {@code env:NAME} or {@code file:PATH}; never the key itself
 */
record Endpoint(URI uri, String apiKey) {}
