package dev.gleaner.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * {@link Usage} to the fields of usageMetadata; a count of zero is left out, as in proto3.
 * Stateless.
 */
final class UsageEncoder {

    private UsageEncoder() {}

    static void writeCounts(JsonGenerator out, Usage usage, boolean candidatesDetails)
            throws IOException {
        count(out, "promptTokenCount", usage.prompt());
        count(out, "candidatesTokenCount", usage.candidates());
        count(out, "totalTokenCount", usage.total());
        count(out, "toolUsePromptTokenCount", usage.toolUse());
        details(out, "promptTokensDetails", usage.prompt());
        if (candidatesDetails) {
            details(out, "candidatesTokensDetails", usage.candidates());
        }
        count(out, "thoughtsTokenCount", usage.thoughts());
    }

    static void details(JsonGenerator out, String name, int count) throws IOException {
        if (count > 0) {
            out.writeArrayFieldStart(name);
            out.writeStartObject();
            out.writeStringField("modality", "TEXT");
            out.writeNumberField("tokenCount", count);
            out.writeEndObject();
            out.writeEndArray();
        }
    }

    private static void count(JsonGenerator out, String name, int count) throws IOException {
        if (count > 0) {
            out.writeNumberField(name, count);
        }
    }
}
