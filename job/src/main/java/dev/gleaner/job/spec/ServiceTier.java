package dev.gleaner.job.spec;

/** How Google ranks and bills requests. */
public enum ServiceTier {
    STANDARD,
    FLEX,
    PRIORITY
}
