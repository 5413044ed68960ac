package dev.gleaner.gemini;

import org.jspecify.annotations.Nullable;

/**
 * What a function gave.
 *
 * @param id the call's id, or null if it had none
 * @param name the function's name, as the model wrote it
 * @param json one JSON object in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // bytes stay bytes; identity is never compared
public record FunctionResponse(@Nullable String id, String name, byte[] json) {}
