package dev.gleaner.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.gleaner.simulator.Answer.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** {@link AnswerPiece} to GenerateContentResponse. Thread-safe. */
final class EnvelopeEncoder {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int TYPICAL_BYTES = 1024;

    private final Envelope envelope;
    private final Clock clock;

    EnvelopeEncoder(Envelope envelope, Clock clock) {
        this.envelope = envelope;
        this.clock = clock;
    }

    byte[] encode(Answer answer, GenerateRequest request) {
        return encode(AnswerPiece.whole(answer), request);
    }

    byte[] encode(AnswerPiece piece, GenerateRequest request) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            body(out, piece);
            usage(out, piece, request.plan().serviceTier());
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

    private void body(JsonGenerator out, AnswerPiece piece) throws IOException {
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

    private void candidate(JsonGenerator out, AnswerPiece piece) throws IOException {
        Answer answer = piece.answer();
        out.writeStartObject();
        boolean blocked =
                answer.finishReason().equals("SAFETY")
                        || answer.finishReason().equals("RECITATION");
        if (!blocked) {
            content(out, piece);
        }
        if (piece.last() && !answer.finishReason().isEmpty()) {
            out.writeStringField("finishReason", answer.finishReason());
            if (answer.finishMessage() != null) {
                out.writeStringField("finishMessage", answer.finishMessage());
            }
        }
        if (envelope == Envelope.GEMINI_API) {
            out.writeNumberField("index", 0);
        }
        if (piece.first()) {
            NotesEncoder.writeUrls(out, answer.notes());
        }
        if (piece.last()) {
            NotesEncoder.write(out, answer, envelope);
        }
        out.writeEndObject();
    }

    private static void content(JsonGenerator out, AnswerPiece piece) throws IOException {
        out.writeObjectFieldStart("content");
        out.writeStringField("role", "model");
        if (!piece.parts().isEmpty()) {
            out.writeArrayFieldStart("parts");
            for (AnswerPart part : piece.parts()) {
                PartEncoder.write(out, part);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private void usage(JsonGenerator out, AnswerPiece piece, String tier) throws IOException {
        Usage usage = piece.usage();
        if (usage == null) {
            return;
        }
        boolean blocked = piece.answer().kind() == Kind.PROMPT_BLOCKED;
        boolean vertex = envelope == Envelope.VERTEX;
        out.writeObjectFieldStart("usageMetadata");
        if (piece.last() && !blocked) {
            UsageEncoder.writeCounts(out, usage, vertex);
        } else if (!vertex) {
            UsageEncoder.writeCounts(out, blocked ? usage.promptOnly() : usage, false);
        }
        out.writeStringField(vertex ? "trafficType" : "serviceTier", vertex ? "ON_DEMAND" : tier);
        out.writeEndObject();
    }
}
