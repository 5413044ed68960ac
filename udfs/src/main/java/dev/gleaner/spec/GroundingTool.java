package dev.gleaner.spec;

/** What an answer is grounded by. */
public enum GroundingTool {
    GOOGLE_SEARCH,
    GOOGLE_MAPS,
    URL_CONTEXT
}
