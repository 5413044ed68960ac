package dev.gleaner.model;

import org.jspecify.annotations.Nullable;

/**
 * One header of a Kafka record; keys may repeat.
 *
 * @param key the header's name
 * @param value the header's bytes, not copied: nobody writes to them
 */
@SuppressWarnings("ArrayRecordComponent") // bytes stay bytes; identity is never compared
public record RecordHeader(String key, byte @Nullable [] value) {}
