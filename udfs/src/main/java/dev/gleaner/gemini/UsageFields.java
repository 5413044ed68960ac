package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonParser;
import dev.gleaner.model.Usage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Collects usageMetadata while it is parsed. The last one counts; none are added up. */
final class UsageFields {
    private final JsonSpan span = new JsonSpan();
    private long prompt;
    private long cached;
    private long candidates;
    private long thoughts;
    private long toolUse;
    private long total;

    /** Returns what is billed, with the searches that groundingMetadata tells of. */
    Usage usage(int searchQueries) {
        return new Usage(prompt, cached, candidates, thoughts, toolUse, total, searchQueries);
    }

    byte @Nullable [] bytes() {
        return span.bytes();
    }

    /** Reads the object at the parser, which reads {@code json}. */
    void read(JsonParser parser, byte[] json) throws IOException {
        prompt = 0;
        cached = 0;
        candidates = 0;
        thoughts = 0;
        toolUse = 0;
        total = 0;
        span.read(parser, json, this::readField);
    }

    private void readField(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "promptTokenCount" -> prompt = WholeNumber.read(parser, 0);
            case "cachedContentTokenCount" -> cached = WholeNumber.read(parser, 0);
            case "candidatesTokenCount" -> candidates = WholeNumber.read(parser, 0);
            case "thoughtsTokenCount" -> thoughts = WholeNumber.read(parser, 0);
            case "toolUsePromptTokenCount" -> toolUse = WholeNumber.read(parser, 0);
            case "totalTokenCount" -> total = WholeNumber.read(parser, 0);
            default -> {
                // kept in the copied bytes
            }
        }
    }
}
