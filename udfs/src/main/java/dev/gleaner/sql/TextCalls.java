package dev.gleaner.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gleaner.enrich.Caller;
import dev.gleaner.enrich.EnrichmentAbortedException;
import dev.gleaner.gemini.HttpCacheClient;
import dev.gleaner.gemini.HttpGeminiClient;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.Failure;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.SourceRecord;
import dev.gleaner.text.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.functions.FunctionContext;
import org.jspecify.annotations.Nullable;

/** The calls of a function of one text in one subtask. For one thread. */
final class TextCalls implements AutoCloseable {
    /** The placeholder of the text in prompts. */
    static final String TEXT = "text";

    private final String function;
    private final FunctionSettings settings;
    private final Caller caller;
    private final int subtask;
    private long number;

    private TextCalls(String function, FunctionSettings settings, Caller caller, int subtask) {
        this.function = function;
        this.settings = settings;
        this.caller = caller;
        this.subtask = subtask;
    }

    /**
     * @param function its name, for people
     */
    static TextCalls open(String function, FunctionSettings settings, FunctionContext context)
            throws EnrichmentAbortedException {
        Caller caller =
                Caller.open(
                        settings.settings(),
                        HttpGeminiClient::new,
                        HttpCacheClient::new,
                        context.getTaskInfo(),
                        context.getMetricGroup(),
                        settings.patience(),
                        answer -> null);
        return new TextCalls(
                function, settings, caller, context.getTaskInfo().getIndexOfThisSubtask());
    }

    /** Returns calls that ask something else and end with these. */
    TextCalls asking(FunctionSettings other) throws EnrichmentAbortedException {
        return new TextCalls(function, other, caller.asking(other.settings()), subtask);
    }

    /**
     * Makes a call. Does not block.
     *
     * @param future gets the answer, null for null and for a failure; an exception only if it must
     *     fail the job
     */
    void call(@Nullable String text, CompletableFuture<@Nullable String> future) {
        if (text == null) {
            future.complete(null);
            return;
        }
        String json = JsonNodeFactory.instance.objectNode().put(TEXT, text).toString();
        SourceRecord record =
                new SourceRecord(
                        function,
                        subtask,
                        number++,
                        -1,
                        null,
                        json.getBytes(StandardCharsets.UTF_8),
                        List.of());
        caller.call(record, result -> complete(future, result), future::completeExceptionally);
    }

    /** Fails a row that no call is made for. */
    void refuse(FailureKind kind, CompletableFuture<@Nullable String> future) {
        caller.countFailure(kind);
        fail(future, kind, kind.meaning());
    }

    private void complete(CompletableFuture<@Nullable String> future, EnrichmentResult result) {
        Failure failure = result.failure();
        if (failure != null) {
            fail(future, failure.kind(), failure.detail());
        } else {
            byte[] answer = result.enrichment();
            future.complete(answer == null ? null : text(answer));
        }
    }

    private void fail(CompletableFuture<@Nullable String> future, FailureKind kind, String detail) {
        if (settings.failsJob()) {
            future.completeExceptionally(
                    new TableException(
                            function
                                    + " failed, and on-failure is 'fail': "
                                    + kind
                                    + ": "
                                    + detail));
        } else {
            future.complete(null);
        }
    }

    private static String text(byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8);
        try {
            JsonNode json = Json.read(text);
            return json.isTextual() ? json.textValue() : text;
        } catch (IOException impossible) {
            throw new UncheckedIOException("a checked answer is JSON", impossible);
        }
    }

    @Override
    public void close() {
        caller.close();
    }
}
