package dev.gleaner.spec;

/** How much Gemini 3 models think. */
public enum ThinkingLevel {
    MINIMAL,
    LOW,
    MEDIUM,
    HIGH
}
