package dev.gleaner.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.gleaner.simulator.Answer.Kind;
import dev.gleaner.simulator.AnswerPart.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

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
     * What one response carries; a last piece has the finish reason, the usage and the notes too.
     */
    private record Piece(Answer answer, List<AnswerPart> parts, boolean last) {}

    byte[] encode(Answer answer, GenerateRequest request) {
        return encode(new Piece(answer, answer.parts(), true), request);
    }

    /** The same answer in several responses; texts put together give the whole. */
    List<byte[]> encodePieces(Answer answer, GenerateRequest request) {
        List<AnswerPart> parts = new ArrayList<>();
        if (answer.kind() == Kind.CANDIDATE) {
            answer.parts().forEach(part -> cut(part, parts));
        }
        if (parts.isEmpty()) {
            return List.of(encode(answer, request));
        }
        List<byte[]> pieces = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            boolean last = i == parts.size() - 1;
            pieces.add(encode(new Piece(answer, List.of(parts.get(i)), last), request));
        }
        return pieces;
    }

    /** Adds a text in several parts, anything else as it is. */
    private static void cut(AnswerPart part, List<AnswerPart> parts) {
        if (!(part instanceof Text said) || said.thought()) {
            parts.add(part);
            return;
        }
        String text = said.text();
        int step = Math.max(1, text.length() / PIECES);
        int from = 0;
        while (text.length() - from > step) {
            int to = from + step;
            to += Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0;
            parts.add(Text.of(text.substring(from, to)));
            from = to;
        }
        parts.add(new Text(text.substring(from), false, said.signature()));
    }

    private byte[] encode(Piece piece, GenerateRequest request) {
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
            if (answer.finishMessage() != null) {
                out.writeStringField("finishMessage", answer.finishMessage());
            }
        }
        if (envelope == Envelope.GEMINI_API) {
            out.writeNumberField("index", 0);
        }
        if (piece.last()) {
            NotesEncoder.write(out, answer, envelope);
        }
        out.writeEndObject();
    }

    private static void content(JsonGenerator out, Piece piece) throws IOException {
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

    private void usage(JsonGenerator out, Piece piece, String tier) throws IOException {
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
            UsageEncoder.writeCounts(out, usage.promptOnly(), false);
        }
        out.writeStringField(vertex ? "trafficType" : "serviceTier", vertex ? "ON_DEMAND" : tier);
        out.writeEndObject();
    }
}
