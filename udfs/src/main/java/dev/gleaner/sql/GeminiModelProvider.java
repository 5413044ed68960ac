package dev.gleaner.sql;

import dev.gleaner.enrich.EnrichmentSettings;
import dev.gleaner.limit.BudgetAction;
import dev.gleaner.limit.BudgetSettings;
import dev.gleaner.limit.LimitSettings;
import dev.gleaner.limit.QuotaSettings;
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
    private final ReadableConfig session;

    /**
     * @param session the configuration of the session
     */
    GeminiModelProvider(RowModel model, ReadableConfig session) {
        this.model = model;
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
                        model.settings(),
                        ExecutionConfigOptions.TABLE_EXEC_ASYNC_ML_PREDICT_TIMEOUT.key()));
    }

    /**
     * Returns how long a row may take, so that Flink's operator, which fails the job when its
     * timeout is over, never has reason to.
     *
     * @param timeout the operator's; zero is none
     * @return null if it has none
     * @param option that sets it
     * @throws ValidationException if an attempt could last longer, or rows may have to wait for a
     *     quota or a budget
     */
    static @Nullable Duration patience(
            Duration timeout, EnrichmentSettings settings, String option) {
        if (timeout.isZero()) {
            return null;
        }
        if (holdsRows(settings.limits())) {
            throw new ValidationException(
                    "Rows wait for limits.* and, with budget.action = 'hold', for the budget; but"
                            + " Flink fails the job for a row that takes longer than "
                            + option
                            + " ("
                            + timeout
                            + "), so that those that wait longer would be NULL. Have no timeout:"
                            + " SET '"
                            + option
                            + "' = '0 s', or for one ML_PREDICT MAP['timeout', '0 s']");
        }
        Duration attemptTimeout = settings.routes().get(0).endpoint().attemptTimeout();
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

    private static boolean holdsRows(LimitSettings limits) {
        BudgetSettings budget = limits.budget();
        return !limits.quotas().equals(QuotaSettings.NONE)
                || (!budget.isUnlimited() && budget.action() == BudgetAction.HOLD);
    }

    RowModel model() {
        return model;
    }

    @Override
    public ModelProvider copy() {
        return this;
    }
}
