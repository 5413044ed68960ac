package dev.gleaner.spec;

/** The field of the request that carries the schema. */
public enum SchemaField {
    AUTO,
    RESPONSE_SCHEMA,
    RESPONSE_JSON_SCHEMA
}
