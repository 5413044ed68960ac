package dev.gleaner.spec;

/** The forms of an answer. */
public enum OutputMode {
    SCHEMA,
    JSON,
    TEXT,
    ENUM,
    FUNCTION,
    IMAGE
}
