package dev.gleaner.spec;

/** How Google ranks and bills requests. */
public enum ServiceTier {
    STANDARD,
    FLEX,
    PRIORITY
}
