package dev.gleaner.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * {@link Usage} to the fields of usageMetadata; a count of zero is left out, as in proto3.
 * Stateless.
 */
final class UsageEncoder {

    private static final JsonFactory JSON = new JsonFactory();

    private UsageEncoder() {}

    /** The body of an answer to countTokens. */
    static byte[] count(RequestDecoder.Count count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeNumberField("totalTokens", count.total().total());
            count(out, "cachedContentTokenCount", count.cached().total());
            details(out, "promptTokensDetails", count.total());
            details(out, "cacheTokensDetails", count.cached());
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static void writeCounts(JsonGenerator out, Usage usage, boolean candidatesDetails)
            throws IOException {
        count(out, "promptTokenCount", usage.prompt().total());
        count(out, "candidatesTokenCount", usage.candidates().total());
        count(out, "totalTokenCount", usage.total());
        count(out, "cachedContentTokenCount", usage.cached().total());
        count(out, "toolUsePromptTokenCount", usage.toolUse());
        details(out, "promptTokensDetails", usage.prompt());
        details(out, "cacheTokensDetails", usage.cached());
        details(out, "toolUsePromptTokensDetails", TokenCounts.ofText(usage.toolUse()));
        if (candidatesDetails) {
            details(out, "candidatesTokensDetails", usage.candidates());
        }
        count(out, "thoughtsTokenCount", usage.thoughts());
    }

    /** The counts above zero as a list of details, nothing if all are zero. */
    static void details(JsonGenerator out, String name, TokenCounts counts) throws IOException {
        if (counts.total() > 0) {
            out.writeArrayFieldStart(name);
            detail(out, "TEXT", counts.text());
            detail(out, "IMAGE", counts.image());
            detail(out, "AUDIO", counts.audio());
            detail(out, "VIDEO", counts.video());
            detail(out, "DOCUMENT", counts.document());
            out.writeEndArray();
        }
    }

    private static void detail(JsonGenerator out, String modality, int count) throws IOException {
        if (count > 0) {
            out.writeStartObject();
            out.writeStringField("modality", modality);
            out.writeNumberField("tokenCount", count);
            out.writeEndObject();
        }
    }

    private static void count(JsonGenerator out, String name, int count) throws IOException {
        if (count > 0) {
            out.writeNumberField(name, count);
        }
    }
}
