package dev.gleaner.gemini;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every request of a job has in common.
 *
 * @param systemInstruction the text of the system instruction, or null for none
 * @param examples turns before the record's own, which show the model what is wanted
 * @param format the form of the answer
 * @param generationConfig a JSON object of further values by Gemini's names, such as {@code
 *     {"maxOutputTokens":2048}}; without those that the format sets
 * @param fields a JSON object of further fields of the request by Gemini's names: tools,
 *     toolConfig, safetySettings, serviceTier, labels, cachedContent, modelArmorConfig
 */
public record RequestSettings(
        @Nullable String systemInstruction,
        List<Example> examples,
        AnswerFormat format,
        String generationConfig,
        String fields)
        implements Serializable {

    /** A question and the answer that would be right. */
    public record Example(String user, String model) implements Serializable {}

    public RequestSettings {
        examples = List.copyOf(examples);
    }
}
