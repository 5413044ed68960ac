package dev.gleaner.simulator;

import dev.gleaner.simulator.ModelCall.Operation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts answers into responses: one JSON object, a stream of events, or a streamed array. Confined
 * to an event loop.
 */
final class ResponseWriter {

    private static final String JSON = "application/json; charset=UTF-8";

    private final SimulatorState state;
    private final StreamSender streams;
    private final EnvelopeEncoder vertex;
    private final EnvelopeEncoder geminiApi;

    ResponseWriter(SimulatorState state, StreamSender streams) {
        this.state = state;
        this.streams = streams;
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
        if (call.operation() == Operation.STREAM) {
            stream(exchange, call, request, answer, fault);
            return;
        }
        byte[] body = envelopes(call).encode(answer, request);
        if (fault == Fault.INVALID_UTF8) {
            breakBytes(body);
        }
        if (fault == Fault.EMPTY_ERROR) {
            body = withEmptyError(body);
        }
        if (fault == Fault.UNASKED_EVENTS) {
            StreamFrame events = StreamFrame.events(state.inForce().control().stream().lineEnd());
            end(exchange, events.contentType(), join(events.frames(List.of(body))), fault);
        } else {
            end(exchange, JSON, body, fault);
        }
    }

    private static byte[] withEmptyError(byte[] object) {
        String json = new String(object, StandardCharsets.UTF_8).stripTrailing();
        return (json.substring(0, json.length() - 1)
                        + ",\"error\":{\"message\":\"\",\"type\":\"\",\"param\":\"\",\"code\":null}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void stream(
            Exchange exchange,
            ModelCall call,
            GenerateRequest request,
            Answer answer,
            @Nullable Fault fault) {
        StreamPace pace = state.inForce().control().stream();
        Fault inStream = fault != null && fault.stage() == Fault.Stage.STREAM ? fault : null;
        Answer told = fault == Fault.LOOP ? answer.withFinishReason("MAX_TOKENS") : answer;
        // A fault comes after a piece that is not yet the last.
        int chunks = inStream == null ? pace.chunks() : Math.max(2, pace.chunks());
        List<byte[]> pieces = new ArrayList<>();
        for (AnswerPiece piece : AnswerCutter.cut(told, chunks)) {
            byte[] encoded = envelopes(call).encode(piece, request);
            if (fault == Fault.INVALID_UTF8) {
                breakBytes(encoded);
            }
            pieces.add(encoded);
        }
        StreamFrame frame =
                "sse".equals(exchange.request().getParam("alt"))
                        ? StreamFrame.events(pace.lineEnd())
                        : StreamFrame.array();
        boolean halved = fault != null && fault.stage() == Fault.Stage.CONNECTION;
        if (halved || (inStream == null && pace.interval().equals(Latency.none()))) {
            end(exchange, frame.contentType(), join(frame.frames(pieces)), fault);
        } else {
            StreamScript script = StreamScript.of(pieces, frame, inStream);
            streams.send(exchange, frame.contentType(), script, pace.interval());
        }
    }

    private static void end(
            Exchange exchange, String contentType, byte[] body, @Nullable Fault fault) {
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

    private static byte[] join(List<byte[]> frames) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        frames.forEach(bytes::writeBytes);
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
