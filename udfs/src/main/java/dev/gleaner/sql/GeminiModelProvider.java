package dev.gleaner.sql;

import java.time.Duration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.api.config.MLPredictRuntimeConfigOptions;
import org.apache.flink.table.functions.AsyncPredictFunction;
import org.apache.flink.table.ml.AsyncPredictRuntimeProvider;
import org.apache.flink.table.ml.ModelProvider;
import org.jspecify.annotations.Nullable;

/** Gives Flink the function that a query with a model needs. Immutable. */
final class GeminiModelProvider implements AsyncPredictRuntimeProvider {
    private final RowModel model;
    private final Duration attemptTimeout;
    private final ReadableConfig session;

    /**
     * @param attemptTimeout the longest wait for one answer
     * @param session the configuration of the session
     */
    GeminiModelProvider(RowModel model, Duration attemptTimeout, ReadableConfig session) {
        this.model = model;
        this.attemptTimeout = attemptTimeout;
        this.session = session;
    }

    @Override
    public AsyncPredictFunction createAsyncPredictFunction(Context context) {
        Duration timeout =
                context.runtimeConfig()
                        .getOptional(MLPredictRuntimeConfigOptions.ASYNC_TIMEOUT)
                        .orElseGet(
                                () ->
                                        session.get(
                                                ExecutionConfigOptions
                                                        .TABLE_EXEC_ASYNC_ML_PREDICT_TIMEOUT));
        return new GeminiPredictFunction(
                model,
                patience(
                        timeout,
                        attemptTimeout,
                        ExecutionConfigOptions.TABLE_EXEC_ASYNC_ML_PREDICT_TIMEOUT.key()));
    }

    /**
     * Returns how long a row may take, so that Flink's operator, which fails the job when its
     * timeout is over, never has reason to.
     *
     * @param timeout the operator's; zero is none
     * @return null if it has none
     * @throws ValidationException if an attempt could last longer
     */
    static @Nullable Duration patience(Duration timeout, Duration attemptTimeout, String option) {
        if (timeout.isZero()) {
            return null;
        }
        Duration patience = timeout.multipliedBy(9).dividedBy(10);
        if (patience.compareTo(attemptTimeout) < 0) {
            throw new ValidationException(
                    "Flink fails the job for a row that takes longer than "
                            + option
                            + " ("
                            + timeout
                            + "), and one attempt may take call.attempt-timeout ("
                            + attemptTimeout
                            + "); set the former to 0 s, which is no timeout, or to at least a"
                            + " ninth more than the latter");
        }
        return patience;
    }

    @Override
    public ModelProvider copy() {
        return this;
    }
}
