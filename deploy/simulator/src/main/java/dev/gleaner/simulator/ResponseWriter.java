package dev.gleaner.simulator;

import dev.gleaner.simulator.ModelCall.Operation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts answers into responses: one JSON object, a stream of events, or a streamed array. Confined
 * to an event loop.
 */
final class ResponseWriter {

    private static final String JSON = "application/json; charset=UTF-8";
    private static final String EVENTS = "text/event-stream";

    private final SimulatorState state;
    private final EnvelopeEncoder vertex;
    private final EnvelopeEncoder geminiApi;

    ResponseWriter(SimulatorState state) {
        this.state = state;
        this.vertex = new EnvelopeEncoder(Envelope.VERTEX, Clock.systemUTC());
        this.geminiApi = new EnvelopeEncoder(Envelope.GEMINI_API, Clock.systemUTC());
    }

    private EnvelopeEncoder envelopes(ModelCall call) {
        return call.scope().envelope(state.settings().envelope()) == Envelope.VERTEX
                ? vertex
                : geminiApi;
    }

    void generate(
            Exchange exchange, ModelCall call, GenerateRequest request, @Nullable Fault fault) {
        Fault inAnswer = fault != null && fault.stage() == Fault.Stage.ANSWER ? fault : null;
        int hugeBytes = state.inForce().control().hugeAnswerBytes();
        Answer answer = AnswerFactory.answer(request, inAnswer, hugeBytes);
        EnvelopeEncoder envelopes = envelopes(call);
        String contentType = JSON;
        byte[] body;
        if (call.operation() == Operation.GENERATE) {
            body = envelopes.encode(answer, request);
        } else if ("sse".equals(exchange.request().getParam("alt"))) {
            contentType = EVENTS;
            body =
                    join(
                            "data: ",
                            envelopes.encodePieces(answer, request),
                            "\r\n\r\ndata: ",
                            "\r\n\r\n");
        } else {
            body = join("[", envelopes.encodePieces(answer, request), "\n,\r\n", "\n]");
        }
        if (fault == Fault.INVALID_UTF8) {
            breakBytes(body);
        }
        if (fault == Fault.STALL) {
            exchange.stall(contentType, body);
        } else if (fault == Fault.CUT_BODY) {
            exchange.cut(contentType, body);
        } else {
            exchange.accept(contentType, body);
        }
    }

    void count(Exchange exchange, RequestDecoder.Count count) {
        exchange.accept(JSON, UsageEncoder.count(count));
    }

    private static byte[] join(String before, List<byte[]> pieces, String between, String after) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(before.getBytes(StandardCharsets.US_ASCII));
        byte[] separator = between.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < pieces.size(); i++) {
            if (i > 0) {
                bytes.writeBytes(separator);
            }
            bytes.writeBytes(pieces.get(i));
        }
        bytes.writeBytes(after.getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }

    /** Makes every placeholder three bytes that no UTF-8 text has. */
    private static void breakBytes(byte[] body) {
        byte[] placeholder = String.valueOf(Answer.BROKEN_BYTES).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i + 2 < body.length; i++) {
            if (body[i] == placeholder[0]
                    && body[i + 1] == placeholder[1]
                    && body[i + 2] == placeholder[2]) {
                body[i] = (byte) 0xff;
                body[i + 1] = (byte) 0xfe;
                body[i + 2] = (byte) 0xfd;
            }
        }
    }
}
