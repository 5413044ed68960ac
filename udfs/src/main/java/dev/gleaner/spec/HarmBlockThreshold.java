package dev.gleaner.spec;

/** From what probability of harm on an answer is withheld. */
public enum HarmBlockThreshold implements GeminiName {
    BLOCK_LOW_AND_ABOVE,
    BLOCK_MEDIUM_AND_ABOVE,
    BLOCK_ONLY_HIGH,
    BLOCK_NONE,
    OFF
}
