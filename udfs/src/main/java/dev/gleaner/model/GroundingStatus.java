package dev.gleaner.model;

/** What an answer that was to be grounded rests on. */
public enum GroundingStatus {
    /** The answer names sources (groundingChunks, or pages that were read). */
    GROUNDED,
    /** The model searched, and names no sources: seen with JSON on Gemini 3. */
    QUERIES_ONLY,
    /** Nothing: the model decides by itself whether it searches. */
    NONE
}
