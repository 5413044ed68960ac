package dev.gleaner.model;

/** How the bytes of a record's value are read. */
public enum RecordFormat {
    /** One JSON document in UTF-8; its fields can be named in the prompt. */
    JSON,
    /** UTF-8 text; the prompt can hold the whole of it. */
    TEXT,
    /** Any bytes; the prompt can hold the whole of them, in base64. */
    BYTES
}
