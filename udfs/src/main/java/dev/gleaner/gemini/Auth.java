package dev.gleaner.gemini;

/** The header that carries the API key. */
public enum Auth {
    /** {@code x-goog-api-key: KEY}: the Gemini API and most resellers. */
    X_GOOG_API_KEY("x-goog-api-key", ""),
    /** {@code Authorization: Bearer KEY}: Vertex AI tokens and some resellers. */
    BEARER("Authorization", "Bearer ");

    private final String header;
    private final String valuePrefix;

    Auth(String header, String valuePrefix) {
        this.header = header;
        this.valuePrefix = valuePrefix;
    }

    String header() {
        return header;
    }

    String value(String apiKey) {
        return valuePrefix + apiKey;
    }
}
