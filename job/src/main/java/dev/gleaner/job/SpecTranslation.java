package dev.gleaner.job;

import dev.gleaner.enrich.EnrichmentSettings;
import dev.gleaner.enrich.OutageSettings;
import dev.gleaner.enrich.OutputSettings;
import dev.gleaner.enrich.RouteSettings;
import dev.gleaner.gemini.AnswerFormat;
import dev.gleaner.gemini.ApiKeyReference;
import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.gemini.RequestEncoder;
import dev.gleaner.gemini.RequestSettings;
import dev.gleaner.job.EnrichmentTopology.AsyncSettings;
import dev.gleaner.job.spec.BackoffSpec;
import dev.gleaner.job.spec.BudgetSpec;
import dev.gleaner.job.spec.CallSpec;
import dev.gleaner.job.spec.JobSpec;
import dev.gleaner.job.spec.Layout;
import dev.gleaner.job.spec.LimitsSpec;
import dev.gleaner.job.spec.ModelSpec;
import dev.gleaner.job.spec.OutageSpec;
import dev.gleaner.limit.BudgetSettings;
import dev.gleaner.limit.LimitSettings;
import dev.gleaner.limit.QuotaSettings;
import dev.gleaner.prompt.PartSettings;
import dev.gleaner.prompt.PromptSettings;
import dev.gleaner.retry.RetrySettings;
import dev.gleaner.schema.AnswerValidator;
import dev.gleaner.schema.ResponseSchema;
import dev.gleaner.tool.ToolSettings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a spec says, in the terms of the function. */
final class SpecTranslation {
    private SpecTranslation() {}

    static AsyncSettings async(JobSpec spec) {
        return new AsyncSettings(spec.async().capacity(), spec.async().order());
    }

    /**
     * Translates a spec.
     *
     * @throws IllegalArgumentException if parts of it do not fit together or the schema cannot be
     *     sent
     */
    static EnrichmentSettings enrichment(JobSpec spec) {
        ResponseSchema schema = ResponseSchema.parse(spec.output().responseSchema());
        EnrichmentSettings settings = settings(spec, schema);
        // What the task managers would stumble over in open() is refused here.
        settings.routes().forEach(route -> new RequestEncoder(route.request()));
        AnswerValidator.forSchema(schema.validationSchema());
        return settings;
    }

    private static EnrichmentSettings settings(JobSpec spec, ResponseSchema schema) {
        return new EnrichmentSettings(
                List.of(
                        new RouteSettings(
                                endpoint(spec.model(), spec.call()),
                                new RequestSettings(
                                        spec.prompt().system(),
                                        List.of(),
                                        AnswerFormat.schema(schema.wireSchema()),
                                        spec.model().generationConfig().toString(),
                                        "{}"),
                                null,
                                Set.of())),
                new PromptSettings(
                        spec.source().format(),
                        List.of(PartSettings.text(spec.prompt().user())),
                        null,
                        (int) spec.source().maxRecordBytes().getBytes(),
                        spec.sink().layout() == Layout.MERGE),
                OutputSettings.schema(schema.validationSchema()),
                retry(spec.call()),
                spec.call().deadline(),
                new LimitSettings(
                        spec.async().capacity(),
                        spec.async().limit(),
                        quotas(spec.limits()),
                        budget(spec.budget()),
                        spec.budget().prices()),
                outage(spec.call().outage()),
                spec.call().repair(),
                ToolSettings.NONE,
                null,
                null,
                switch (spec.source().tombstones()) {
                    case PASS -> EnrichmentSettings.Tombstones.PASS;
                    case DROP -> EnrichmentSettings.Tombstones.DROP;
                });
    }

    private static EndpointSettings endpoint(ModelSpec model, CallSpec call) {
        return new EndpointSettings(
                model.endpoint(),
                model.name(),
                ApiKeyReference.parse(model.apiKey().text()),
                model.auth(),
                call.attemptTimeout(),
                (int) call.maxAnswerBytes().getBytes(),
                model.allowInsecureEndpoint(),
                model.http2(),
                model.caCertificates() == null ? null : model.caCertificates().toString(),
                null);
    }

    private static QuotaSettings quotas(LimitsSpec limits) {
        return new QuotaSettings(
                Objects.requireNonNullElse(limits.requestsPerMinute(), 0L),
                Objects.requireNonNullElse(limits.tokensPerMinute(), 0L),
                Objects.requireNonNullElse(limits.requestsPerDay(), 0L));
    }

    private static BudgetSettings budget(BudgetSpec budget) {
        return new BudgetSettings(
                nanoUsd(budget.usdPerHour()),
                nanoUsd(budget.usdPerDay()),
                nanoUsd(budget.usdTotal()),
                budget.action());
    }

    /** The spec takes no more than nine decimals, so that nothing is lost. */
    private static long nanoUsd(@Nullable BigDecimal usd) {
        return usd == null ? 0 : usd.movePointRight(9).longValueExact();
    }

    private static OutageSettings outage(OutageSpec outage) {
        return new OutageSettings(
                switch (outage.action()) {
                    case WAIT -> OutageSettings.Action.WAIT;
                    case DEAD_LETTER -> OutageSettings.Action.DEAD_LETTER;
                    case FAIL -> OutageSettings.Action.FAIL;
                },
                outage.after());
    }

    private static RetrySettings retry(CallSpec call) {
        BackoffSpec backoff = call.backoff();
        return new RetrySettings(
                call.maxAttempts(),
                backoff.initial(),
                backoff.max(),
                backoff.multiplier(),
                backoff.jitter());
    }
}
