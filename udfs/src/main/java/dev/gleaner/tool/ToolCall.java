package dev.gleaner.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.text.StorableText;
import dev.gleaner.time.CallScheduler;
import dev.gleaner.time.CallScheduler.Timer;
import dev.gleaner.tool.ToolResult.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call of a function under way: reports exactly one result, whatever comes in what order. */
final class ToolCall {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String OUTPUT = "output";
    private static final String REFERENCE = "$ref";

    private final CallScheduler scheduler;
    private final Consumer<ToolResult> whenDone;
    private final Consumer<ToolCall> whenEnded;
    private final long startNanos;
    private final AtomicBoolean done = new AtomicBoolean();
    private volatile @Nullable Timer timer;

    /**
     * @param whenEnded is called before {@code whenDone}
     */
    ToolCall(CallScheduler scheduler, Consumer<ToolResult> whenDone, Consumer<ToolCall> whenEnded) {
        this.scheduler = scheduler;
        this.whenDone = whenDone;
        this.whenEnded = whenEnded;
        startNanos = scheduler.nanoTime();
    }

    /** Ends it after this time, if nothing else has. */
    void endBy(Duration timeout) {
        timer = scheduler.schedule(() -> failed(new TimeoutException()), timeout);
    }

    /**
     * Ends it with what the function gave.
     *
     * @throws JsonProcessingException if that cannot be written; then it has not ended
     */
    void answered(@Nullable JsonNode result) throws JsonProcessingException {
        if (result == null || result.isMissingNode()) {
            fail(Outcome.FAILED, "the function gave no result");
            return;
        }
        end(MAPPER.writeValueAsBytes(response(result)), Outcome.OK);
    }

    /**
     * Returns what the model is given. Gemini 3 takes {@code $ref} at any depth for the name of a
     * file beside the response, and refuses the request if there is none, so that such a result is
     * given as text. See https://github.com/vercel/ai/issues/14369.
     */
    private static JsonNode response(JsonNode result) throws JsonProcessingException {
        ObjectNode wrapped = JsonNodeFactory.instance.objectNode();
        if (result.findValue(REFERENCE) != null) {
            return wrapped.put(OUTPUT, MAPPER.writeValueAsString(result));
        }
        return result.isObject() ? result : wrapped.set(OUTPUT, result);
    }

    /** Ends it with what the function threw, of which the model learns only what it may. */
    void failed(Throwable cause) {
        if (cause instanceof TimeoutException) {
            fail(Outcome.TIMEOUT, "no answer in time");
        } else if (cause instanceof ToolFailureException) {
            fail(Outcome.FAILED, String.valueOf(cause.getMessage()));
        } else {
            fail(Outcome.FAILED, "the function failed");
        }
    }

    /** Ends it without a result. */
    void fail(Outcome outcome, String error) {
        String json = JsonNodeFactory.instance.objectNode().put("error", error).toString();
        end(json.getBytes(StandardCharsets.UTF_8), outcome);
    }

    private void end(byte[] json, Outcome outcome) {
        if (!done.compareAndSet(false, true)) {
            return;
        }
        Timer running = timer;
        if (running != null) {
            running.cancel();
        }
        whenEnded.accept(this);
        Duration latency = Duration.ofNanos(scheduler.nanoTime() - startNanos);
        whenDone.accept(new ToolResult(StorableText.ofJson(json), outcome, latency));
    }
}
