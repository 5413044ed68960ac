package dev.gleaner.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gleaner.simulator.LogProbs.Token;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link CandidateNotes} to the fields of a candidate. Stateless. */
final class NotesEncoder {

    private static final double UNASKED_LOGPROBS = -0.0487;

    private NotesEncoder() {}

    static void write(JsonGenerator out, Answer answer, Envelope envelope) throws IOException {
        CandidateNotes notes = answer.notes();
        boolean vertex = envelope == Envelope.VERTEX;
        ratings(out, notes.safetyCategories(), answer.finishReason().equals("SAFETY"), vertex);
        if (notes.citation()) {
            citation(out, Tokens.utf8Length(answer.text()), vertex);
        }
        logprobs(out, notes.logprobs(), vertex && !answer.parts().isEmpty());
        if (notes.grounding() != null) {
            GroundingEncoder.write(out, notes.grounding(), envelope);
        }
    }

    /** Blocked for one category, whether it was asked about or not. */
    private static void ratings(
            JsonGenerator out, List<String> categories, boolean blocked, boolean vertex)
            throws IOException {
        if (categories.isEmpty() && !blocked) {
            return;
        }
        String blocking = blocked ? "HARM_CATEGORY_DANGEROUS_CONTENT" : "";
        out.writeArrayFieldStart("safetyRatings");
        if (blocked) {
            rating(out, blocking, "HIGH", vertex);
        }
        for (String category : categories) {
            if (!category.equals(blocking)) {
                rating(out, category, "NEGLIGIBLE", vertex);
            }
        }
        out.writeEndArray();
    }

    private static void rating(
            JsonGenerator out, String category, String probability, boolean vertex)
            throws IOException {
        boolean blocked = probability.equals("HIGH");
        out.writeStartObject();
        out.writeStringField("category", category);
        out.writeStringField("probability", probability);
        if (vertex) {
            out.writeNumberField("probabilityScore", blocked ? 0.9 : 0.05);
            out.writeStringField("severity", "HARM_SEVERITY_" + probability);
            out.writeNumberField("severityScore", blocked ? 0.9 : 0.1);
        }
        if (blocked) {
            out.writeBooleanField("blocked", true);
        }
        out.writeEndObject();
    }

    private static void citation(JsonGenerator out, int bytes, boolean vertex) throws IOException {
        out.writeObjectFieldStart("citationMetadata");
        out.writeArrayFieldStart(vertex ? "citations" : "citationSources");
        out.writeStartObject();
        out.writeNumberField("endIndex", bytes);
        out.writeStringField("uri", "https://example.org/quoted");
        if (vertex) {
            out.writeStringField("title", "Quoted work");
        }
        out.writeStringField("license", "mit");
        if (vertex) {
            out.writeObjectFieldStart("publicationDate");
            out.writeNumberField("year", 2020);
            out.writeNumberField("month", 2);
            out.writeNumberField("day", 29);
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeEndArray();
        out.writeEndObject();
    }

    /** Vertex AI tells an average even if nobody asks. */
    private static void logprobs(JsonGenerator out, @Nullable LogProbs logprobs, boolean always)
            throws IOException {
        if (logprobs == null) {
            if (always) {
                out.writeNumberField("avgLogprobs", UNASKED_LOGPROBS);
            }
            return;
        }
        out.writeNumberField("avgLogprobs", logprobs.average());
        out.writeObjectFieldStart("logprobsResult");
        if (logprobs.alternatives() > 0) {
            out.writeArrayFieldStart("topCandidates");
            for (Token token : logprobs.tokens()) {
                out.writeStartObject();
                out.writeArrayFieldStart("candidates");
                for (int rank = 0; rank < logprobs.alternatives(); rank++) {
                    token(out, token.alternative(rank));
                }
                out.writeEndArray();
                out.writeEndObject();
            }
            out.writeEndArray();
        }
        out.writeArrayFieldStart("chosenCandidates");
        for (Token token : logprobs.tokens()) {
            token(out, token);
        }
        out.writeEndArray();
        out.writeNumberField("logProbabilitySum", logprobs.sum());
        out.writeEndObject();
    }

    private static void token(JsonGenerator out, Token token) throws IOException {
        out.writeStartObject();
        out.writeStringField("token", token.text());
        if (token.id() != 0) {
            out.writeNumberField("tokenId", token.id());
        }
        if (token.logProbability() != 0) {
            out.writeNumberField("logProbability", token.logProbability());
        }
        out.writeEndObject();
    }

    /** Pages are read before anything is said, so a stream tells of them first. */
    static void writeUrls(JsonGenerator out, CandidateNotes notes) throws IOException {
        if (!notes.urls().isEmpty()) {
            urls(out, notes.urls());
        }
    }

    private static void urls(JsonGenerator out, List<UrlRead> urls) throws IOException {
        out.writeObjectFieldStart("urlContextMetadata");
        out.writeArrayFieldStart("urlMetadata");
        for (UrlRead read : urls) {
            out.writeStartObject();
            out.writeStringField("retrievedUrl", read.url());
            out.writeStringField("urlRetrievalStatus", "URL_RETRIEVAL_STATUS_" + read.status());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
