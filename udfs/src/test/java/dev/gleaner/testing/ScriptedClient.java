package dev.gleaner.testing;

import dev.gleaner.gemini.AnswerContent;
import dev.gleaner.gemini.AnswerMetadata;
import dev.gleaner.gemini.Blob;
import dev.gleaner.gemini.FunctionCall;
import dev.gleaner.gemini.GeminiClient;
import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.GroundingStatus;
import dev.gleaner.model.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client that keeps what it was asked and answers when, and as, the test says. Thread-safe. */
public final class ScriptedClient implements GeminiClient {
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<Duration> timeouts = new CopyOnWriteArrayList<>();
    private final BlockingDeque<Consumer<GeminiReply>> open = new LinkedBlockingDeque<>();

    private volatile @Nullable Error broken;

    @Override
    public void generate(byte[] body, Duration timeout, Consumer<GeminiReply> whenDone) {
        if (broken != null) {
            throw broken;
        }
        bodies.add(new String(body, StandardCharsets.UTF_8));
        timeouts.add(timeout);
        open.add(whenDone);
    }

    /** Lets every attempt end in an error of the machine. */
    public void breakWith(Error error) {
        broken = error;
    }

    /** Ends the oldest attempt under way. */
    public void reply(GeminiReply reply) {
        open.remove().accept(reply);
    }

    /** Ends the next attempt, once it is made by another thread. */
    public void awaitAndReply(GeminiReply reply) throws InterruptedException {
        Consumer<GeminiReply> attempt = open.poll(30, TimeUnit.SECONDS);
        if (attempt == null) {
            throw new AssertionError("no attempt was made");
        }
        attempt.accept(reply);
    }

    /** Returns the requests in the order they were made. */
    public List<String> bodies() {
        return bodies;
    }

    /** Returns the time each attempt was given. */
    public List<Duration> timeouts() {
        return timeouts;
    }

    /** Returns how many attempts are under way. */
    public int open() {
        return open.size();
    }

    @Override
    public void close() {}

    /** An answer with this text, a finishReason, and 7 tokens. */
    public static GeminiReply answer(String text, @Nullable String finishReason) {
        return answer(text, finishReason, AnswerContent.NONE, GroundingStatus.NONE, null);
    }

    /** An answer that rests on sources, or does not. */
    public static GeminiReply grounded(String text, GroundingStatus grounding) {
        byte[] metadata =
                grounding == GroundingStatus.NONE
                        ? null
                        : "{\"webSearchQueries\":[\"q\"]}".getBytes(StandardCharsets.UTF_8);
        return answer(text, "STOP", AnswerContent.NONE, grounding, metadata);
    }

    /** An answer that calls functions. */
    public static GeminiReply calling(FunctionCall... functions) {
        String received =
                "{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\""
                        + functions[0].name()
                        + "\"},\"thoughtSignature\":\"c2ln\"}]}";
        return answer(
                "",
                "STOP",
                new AnswerContent(
                        List.of(functions), List.of(), received.getBytes(StandardCharsets.UTF_8)),
                GroundingStatus.NONE,
                null);
    }

    /** An answer that holds files. */
    public static GeminiReply files(String text, Blob... files) {
        return answer(
                text,
                "STOP",
                new AnswerContent(List.of(), List.of(files), null),
                GroundingStatus.NONE,
                null);
    }

    private static GeminiReply answer(
            String text,
            @Nullable String finishReason,
            AnswerContent content,
            GroundingStatus grounding,
            byte @Nullable [] groundingMetadata) {
        return new GeminiReply.Answer(
                text,
                content,
                new AnswerMetadata(
                        "gemini-3.5-flash-001",
                        "response-1",
                        finishReason,
                        "{\"totalTokenCount\":7}".getBytes(StandardCharsets.UTF_8),
                        groundingMetadata,
                        grounding,
                        List.of(),
                        new Usage(4, 0, 3, 0, 0, 7, 0),
                        0));
    }

    /** A failure of this kind, with an HTTP status. */
    public static GeminiReply failed(FailureKind kind, @Nullable Duration retryDelay) {
        return new GeminiReply.Failed(
                kind, "it says " + kind, 429, retryDelay, AnswerMetadata.NONE);
    }
}
