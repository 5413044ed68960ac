package dev.gleaner.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gleaner.simulator.Grounding.Kind;
import dev.gleaner.simulator.Grounding.Source;
import dev.gleaner.simulator.Grounding.Support;
import java.io.IOException;

/** {@link Grounding} to groundingMetadata; lists without elements are left out. Stateless. */
final class GroundingEncoder {

    private GroundingEncoder() {}

    static void write(JsonGenerator out, Grounding grounding, Envelope envelope)
            throws IOException {
        out.writeObjectFieldStart("groundingMetadata");
        if (!grounding.queries().isEmpty()) {
            out.writeArrayFieldStart("webSearchQueries");
            for (String query : grounding.queries()) {
                out.writeString(query);
            }
            out.writeEndArray();
            out.writeObjectFieldStart("searchEntryPoint");
            out.writeStringField(
                    "renderedContent",
                    "<div class=\"container\"><div class=\"chip\">search</div></div>\n");
            out.writeEndObject();
        }
        if (!grounding.sources().isEmpty()) {
            out.writeArrayFieldStart("groundingChunks");
            for (Source source : grounding.sources()) {
                chunk(out, source, envelope);
            }
            out.writeEndArray();
            out.writeArrayFieldStart("groundingSupports");
            for (Support support : grounding.supports()) {
                support(out, support);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private static void chunk(JsonGenerator out, Source source, Envelope envelope)
            throws IOException {
        boolean web = source.kind() == Kind.WEB;
        out.writeStartObject();
        out.writeObjectFieldStart(web ? "web" : "maps");
        out.writeStringField("uri", source.uri());
        out.writeStringField("title", source.title());
        if (!web) {
            out.writeStringField("placeId", source.placeId());
        } else if (envelope == Envelope.VERTEX) {
            out.writeStringField("domain", source.title());
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void support(JsonGenerator out, Support support) throws IOException {
        out.writeStartObject();
        out.writeObjectFieldStart("segment");
        if (support.start() > 0) {
            out.writeNumberField("startIndex", support.start());
        }
        out.writeNumberField("endIndex", support.end());
        out.writeStringField("text", support.text());
        out.writeEndObject();
        out.writeArrayFieldStart("groundingChunkIndices");
        out.writeNumber(support.source());
        out.writeEndArray();
        out.writeEndObject();
    }
}
