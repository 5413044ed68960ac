package dev.gleaner.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.gleaner.simulator.Answer.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Answer} to GenerateContentResponse, whole or as the pieces of a stream. Thread-safe. */
final class EnvelopeEncoder {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int PIECES = 3;
    private static final int TYPICAL_BYTES = 1024;

    private final Envelope envelope;
    private final Clock clock;

    EnvelopeEncoder(Envelope envelope, Clock clock) {
        this.envelope = envelope;
        this.clock = clock;
    }

    /**
     * What one response carries; a last piece has the finish reason, the usage and the grounding.
     */
    private record Piece(
            Answer answer, @Nullable String thought, @Nullable String text, boolean last) {}

    byte[] encode(Answer answer, GenerateRequest request) {
        return encode(new Piece(answer, answer.thought(), answer.text(), true), request);
    }

    /** The same answer in several responses; texts put together give the whole. */
    List<byte[]> encodePieces(Answer answer, GenerateRequest request) {
        List<byte[]> pieces = new ArrayList<>();
        String text = answer.kind() == Kind.CANDIDATE ? answer.text() : null;
        if (text == null) {
            return List.of(encode(answer, request));
        }
        if (answer.thought() != null) {
            pieces.add(encode(new Piece(answer, answer.thought(), null, false), request));
        }
        int step = Math.max(1, text.length() / PIECES);
        int from = 0;
        while (text.length() - from > step) {
            int to = from + step;
            to += Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0;
            pieces.add(encode(new Piece(answer, null, text.substring(from, to), false), request));
            from = to;
        }
        pieces.add(encode(new Piece(answer, null, text.substring(from), true), request));
        return pieces;
    }

    private byte[] encode(Piece piece, GenerateRequest request) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            body(out, piece);
            usage(out, piece);
            out.writeStringField("modelVersion", request.model());
            if (envelope == Envelope.VERTEX) {
                out.writeStringField(
                        "createTime", clock.instant().truncatedTo(ChronoUnit.MICROS).toString());
            }
            out.writeStringField("responseId", ResponseId.of(request.id()));
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void body(JsonGenerator out, Piece piece) throws IOException {
        switch (piece.answer().kind()) {
            case NO_CANDIDATES -> {
                out.writeArrayFieldStart("candidates");
                out.writeEndArray();
            }
            case PROMPT_BLOCKED -> {
                out.writeObjectFieldStart("promptFeedback");
                out.writeStringField("blockReason", "PROHIBITED_CONTENT");
                if (envelope == Envelope.VERTEX) {
                    out.writeStringField(
                            "blockReasonMessage", "The prompt is blocked by the simulator.");
                }
                out.writeEndObject();
            }
            case CANDIDATE -> {
                out.writeArrayFieldStart("candidates");
                candidate(out, piece);
                out.writeEndArray();
            }
        }
    }

    private void candidate(JsonGenerator out, Piece piece) throws IOException {
        Answer answer = piece.answer();
        out.writeStartObject();
        boolean blocked =
                answer.finishReason().equals("SAFETY")
                        || answer.finishReason().equals("RECITATION");
        if (!blocked) {
            content(out, piece);
        }
        if (piece.last()) {
            out.writeStringField("finishReason", answer.finishReason());
        }
        if (answer.finishReason().equals("SAFETY")) {
            safetyRating(out);
        }
        if (envelope == Envelope.GEMINI_API) {
            out.writeNumberField("index", 0);
        } else if (piece.last() && answer.text() != null) {
            out.writeNumberField("avgLogprobs", -0.0487);
        }
        if (piece.last() && answer.grounding() != null) {
            GroundingEncoder.write(out, answer.grounding(), envelope);
        }
        out.writeEndObject();
    }

    private static void safetyRating(JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("safetyRatings");
        out.writeStartObject();
        out.writeStringField("category", "HARM_CATEGORY_DANGEROUS_CONTENT");
        out.writeStringField("probability", "HIGH");
        out.writeBooleanField("blocked", true);
        out.writeEndObject();
        out.writeEndArray();
    }

    private static void content(JsonGenerator out, Piece piece) throws IOException {
        out.writeObjectFieldStart("content");
        out.writeStringField("role", "model");
        if (piece.text() != null || piece.thought() != null) {
            out.writeArrayFieldStart("parts");
            if (piece.thought() != null) {
                out.writeStartObject();
                out.writeStringField("text", piece.thought());
                out.writeBooleanField("thought", true);
                out.writeEndObject();
            }
            if (piece.text() != null) {
                out.writeStartObject();
                out.writeStringField("text", piece.text());
                out.writeEndObject();
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private void usage(JsonGenerator out, Piece piece) throws IOException {
        Usage usage = piece.answer().usage();
        if (usage == null) {
            return;
        }
        boolean blocked = piece.answer().kind() == Kind.PROMPT_BLOCKED;
        boolean vertex = envelope == Envelope.VERTEX;
        out.writeObjectFieldStart("usageMetadata");
        if (piece.last() && !blocked) {
            UsageEncoder.writeCounts(out, usage, vertex);
        } else if (!vertex) {
            UsageEncoder.writeCounts(out, new Usage(usage.prompt(), 0, 0, 0), false);
        }
        out.writeStringField(
                vertex ? "trafficType" : "serviceTier", vertex ? "ON_DEMAND" : "standard");
        out.writeEndObject();
    }
}
