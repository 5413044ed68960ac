package dev.gleaner.spec;

/** The shape of enriched records. */
public enum Layout {
    /** One object with the record and all that is known of its call. */
    ENVELOPE,
    /** The record's own object plus one field. */
    MERGE
}
