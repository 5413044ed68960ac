package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.simulator.ModelCall.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Asks the simulator without a server between: bytes in, bytes out. */
final class Asked {

    static final String GEMINI_3 = "gemini-3.5-flash";
    static final String GEMINI_2 = "gemini-2.5-flash";

    private static final String TEXT =
            "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"%s\"}]}]%s}";

    private Asked() {}

    /** A request of one text; the rest is more fields, starting with a comma, or empty. */
    static String text(String text, String rest) {
        return TEXT.formatted(text, rest);
    }

    static JsonNode answer(String model, String body) {
        return answer(model, body, null, Envelope.VERTEX);
    }

    static JsonNode answer(String model, String body, @Nullable Fault fault, Envelope envelope) {
        try {
            GenerateRequest request = decode(model, Dialect.GEMINI_API, body);
            Answer answer = AnswerFactory.answer(request, fault, 100);
            byte[] bytes = new EnvelopeEncoder(envelope, Clock.systemUTC()).encode(answer, request);
            return Caller.json(new String(bytes, StandardCharsets.UTF_8));
        } catch (RejectedRequestException e) {
            throw new AssertionError(message(e), e);
        }
    }

    static JsonNode parts(JsonNode answer) {
        return answer.at("/candidates/0/content/parts");
    }

    /** Why the request is refused; fails if it is not. */
    static String refusal(String model, String body) {
        return refusal(model, Dialect.GEMINI_API, body);
    }

    static String refusal(String model, Dialect dialect, String body) {
        try {
            decode(model, dialect, body);
        } catch (RejectedRequestException e) {
            return message(e);
        }
        throw new AssertionError("not refused: " + body);
    }

    static GenerateRequest decode(String model, Dialect dialect, String body)
            throws RejectedRequestException {
        CachedContents none = new CachedContents(Clock.systemUTC(), 1);
        ApiScope scope = new ApiScope("v1", dialect == Dialect.VERTEX, "");
        return new RequestDecoder(Double.MAX_VALUE, new CachedPrefix(none, Envelope.GEMINI_API))
                .generate(
                        new ModelCall(scope, model, Operation.GENERATE),
                        body.getBytes(StandardCharsets.UTF_8));
    }

    private static String message(RejectedRequestException e) {
        return Caller.json(e.error().body()).at("/error/message").asText();
    }
}
