package dev.gleaner.gemini;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What every request of a job has in common.
 *
 * @param systemInstruction the text of the system instruction, or null for none
 * @param responseSchema the responseSchema in Gemini's own form, as JSON, or null for none
 * @param generationConfig a JSON object of further values by Gemini's names, such as {@code
 *     {"maxOutputTokens":2048}}; without those that are set here
 */
public record RequestSettings(
        @Nullable String systemInstruction,
        @Nullable String responseSchema,
        String generationConfig)
        implements Serializable {}
