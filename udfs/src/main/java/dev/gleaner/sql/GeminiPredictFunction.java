package dev.gleaner.sql;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.AsyncPredictFunction;
import org.apache.flink.table.functions.FunctionContext;
import org.jspecify.annotations.Nullable;

/** {@code ML_PREDICT} with Gemini: one row for each, whatever becomes of its call. */
public final class GeminiPredictFunction extends AsyncPredictFunction {
    private static final long serialVersionUID = 1L;

    private final RowModel model;
    private final @Nullable Duration patience;
    private transient @Nullable RowCalls calls;

    /**
     * @param patience from the moment a row arrives until its result at the latest; null if Flink
     *     waits for as long as it takes
     */
    GeminiPredictFunction(RowModel model, @Nullable Duration patience) {
        this.model = model;
        this.patience = patience;
    }

    @Override
    public void open(FunctionContext context) throws Exception {
        calls = RowCalls.open(model, context, patience);
    }

    @Override
    public CompletableFuture<Collection<RowData>> asyncPredict(RowData row) {
        CompletableFuture<Collection<RowData>> future = new CompletableFuture<>();
        call(row, future);
        return future;
    }

    /** Fails, if it must, without the row's content, which Flink's would put into the message. */
    @Override
    public void eval(CompletableFuture<Collection<RowData>> future, Object... columns) {
        call(GenericRowData.of(columns), future);
    }

    private void call(RowData row, CompletableFuture<Collection<RowData>> future) {
        Objects.requireNonNull(calls)
                .call(
                        row,
                        result -> future.complete(List.of(result)),
                        future::completeExceptionally);
    }

    @Override
    public void close() {
        if (calls != null) {
            calls.close();
        }
    }
}
