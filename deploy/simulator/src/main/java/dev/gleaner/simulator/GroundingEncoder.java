package dev.gleaner.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gleaner.simulator.Grounding.Support;
import java.io.IOException;

/** {@link Grounding} to groundingMetadata. Stateless. */
final class GroundingEncoder {

    private static final String REDIRECT =
            "https://vertexaisearch.cloud.google.com/grounding-api-redirect/simulated-";

    private GroundingEncoder() {}

    static void write(JsonGenerator out, Grounding grounding, Envelope envelope)
            throws IOException {
        out.writeObjectFieldStart("groundingMetadata");
        out.writeArrayFieldStart("webSearchQueries");
        out.writeString(grounding.query());
        out.writeEndArray();
        out.writeObjectFieldStart("searchEntryPoint");
        out.writeStringField(
                "renderedContent",
                "<div class=\"container\"><div class=\"chip\">search</div></div>\n");
        out.writeEndObject();
        out.writeArrayFieldStart("groundingChunks");
        int index = 0;
        for (String site : grounding.sites()) {
            chunk(out, site, index++, envelope);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("groundingSupports");
        for (Support support : grounding.supports()) {
            support(out, support);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void chunk(JsonGenerator out, String site, int index, Envelope envelope)
            throws IOException {
        out.writeStartObject();
        out.writeObjectFieldStart("web");
        out.writeStringField("uri", REDIRECT + index);
        out.writeStringField("title", site);
        if (envelope == Envelope.VERTEX) {
            out.writeStringField("domain", site);
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
        out.writeNumber(support.site());
        out.writeEndArray();
        out.writeEndObject();
    }
}
