package dev.gleaner.job.spec;

/** The header that carries the API key. */
public enum Auth {
    /** {@code x-goog-api-key: KEY}. */
    X_GOOG_API_KEY,
    /** {@code Authorization: Bearer KEY}. */
    BEARER
}
