package dev.gleaner.sql;

import dev.gleaner.enrich.Caller;
import dev.gleaner.enrich.EnrichmentAbortedException;
import dev.gleaner.gemini.HttpCacheClient;
import dev.gleaner.gemini.HttpGeminiClient;
import dev.gleaner.model.Failure;
import dev.gleaner.model.SourceRecord;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.FunctionContext;
import org.jspecify.annotations.Nullable;

/** The calls of one subtask of a query: every row becomes exactly one. For one thread. */
final class RowCalls implements AutoCloseable {
    private final RowModel model;
    private final RowEncoder encoder;
    private final RowDecoder decoder;
    private final Caller caller;
    private final int subtask;
    // Files are named after their rows, which are counted anew when a query starts again.
    private final String topic;
    private long number;

    private RowCalls(RowModel model, RowDecoder decoder, Caller caller, int subtask) {
        this.model = model;
        this.decoder = decoder;
        this.caller = caller;
        this.subtask = subtask;
        topic = model.name() + '-' + UUID.randomUUID();
        encoder = new RowEncoder(model.input());
    }

    /**
     * @param patience from the moment a row arrives until its result at the latest; null if there
     *     is no hurry
     */
    static RowCalls open(RowModel model, FunctionContext context, @Nullable Duration patience)
            throws EnrichmentAbortedException {
        RowDecoder decoder =
                new RowDecoder(model.output(), model.metadata(), model.settings().output().mode());
        Caller caller =
                Caller.open(
                        model.settings(),
                        HttpGeminiClient::new,
                        HttpCacheClient::new,
                        context.getTaskInfo(),
                        context.getMetricGroup(),
                        patience,
                        decoder::misfit);
        return new RowCalls(model, decoder, caller, context.getTaskInfo().getIndexOfThisSubtask());
    }

    /**
     * Makes a call. Does not block.
     *
     * @param whenDone gets the row, once, on any thread, unless the job must fail
     * @param whenAborted gets the fault that it must fail for
     */
    void call(RowData input, Consumer<RowData> whenDone, Consumer<Throwable> whenAborted) {
        SourceRecord record =
                new SourceRecord(
                        topic, subtask, number++, -1, null, encoder.encode(input), List.of());
        caller.call(
                record,
                result -> {
                    Failure failure = result.failure();
                    if (failure != null && model.failsJob()) {
                        whenAborted.accept(failed(failure));
                    } else {
                        whenDone.accept(decoder.decode(result));
                    }
                },
                whenAborted);
    }

    private TableException failed(Failure failure) {
        return new TableException(
                "A row failed at the model "
                        + model.name()
                        + ", whose on-failure is 'fail': "
                        + failure.kind()
                        + ": "
                        + failure.detail());
    }

    @Override
    public void close() {
        caller.close();
    }
}
