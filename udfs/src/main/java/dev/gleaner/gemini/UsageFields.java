package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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
    private long audio;
    private long cachedAudio;

    /** Returns what is billed, with the searches that groundingMetadata tells of. */
    Usage usage(int searchQueries) {
        return new Usage(
                prompt,
                cached,
                candidates,
                thoughts,
                toolUse,
                total,
                searchQueries,
                audio,
                cachedAudio);
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
        audio = 0;
        cachedAudio = 0;
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
            case "promptTokensDetails" -> audio = sound(parser);
            case "cacheTokensDetails" -> cachedAudio = sound(parser);
            default -> {
                // kept in the copied bytes
            }
        }
    }

    /** Returns the tokens of sound in the list of modalities at the parser. */
    private static long sound(JsonParser parser) throws IOException {
        long sound = 0;
        if (parser.hasToken(JsonToken.START_ARRAY)) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                sound = Math.max(sound, soundOfOne(parser)); // each modality is there once
            }
        }
        return sound;
    }

    private static long soundOfOne(JsonParser parser) throws IOException {
        boolean isSound = false;
        long count = 0;
        if (parser.hasToken(JsonToken.START_OBJECT)) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "modality" -> isSound = parser.getText().equalsIgnoreCase("AUDIO");
                    case "tokenCount" -> count = WholeNumber.read(parser, 0);
                    default -> {
                        // nothing that is billed
                    }
                }
                parser.skipChildren();
            }
        }
        parser.skipChildren();
        return isSound ? count : 0;
    }
}
