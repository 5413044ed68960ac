package dev.gleaner.spec;

/** By what harm is measured. */
public enum HarmBlockMethod implements GeminiName {
    SEVERITY,
    PROBABILITY
}
