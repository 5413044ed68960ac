package dev.gleaner.simulator;

/**
 * Which of Google's two APIs a path belongs to; they take almost the same request. Their answers
 * are told apart by {@link Envelope}, for CometAPI sends Vertex AI's from the Gemini API's path.
 */
enum Dialect {
    /** generativelanguage: {@code /v1beta/models/NAME:generateContent}. */
    GEMINI_API,
    /**
     * Vertex AI: {@code /v1/projects/P/locations/L/publishers/google/models/NAME:generateContent}.
     */
    VERTEX
}
