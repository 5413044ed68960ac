package dev.gleaner.job;

import dev.gleaner.attachment.AttachmentSettings;
import dev.gleaner.enrich.EnrichmentSettings;
import dev.gleaner.enrich.OutageSettings;
import dev.gleaner.enrich.RouteSettings;
import dev.gleaner.gemini.RequestEncoder;
import dev.gleaner.job.EnrichmentTopology.AsyncSettings;
import dev.gleaner.job.spec.AttachmentsSpec;
import dev.gleaner.job.spec.BackoffSpec;
import dev.gleaner.job.spec.BudgetSpec;
import dev.gleaner.job.spec.CacheSpec;
import dev.gleaner.job.spec.CallSpec;
import dev.gleaner.job.spec.FunctionsSpec;
import dev.gleaner.job.spec.JobSpec;
import dev.gleaner.job.spec.Layout;
import dev.gleaner.job.spec.LimitsSpec;
import dev.gleaner.job.spec.LocationSpec;
import dev.gleaner.job.spec.OutageSpec;
import dev.gleaner.job.spec.PartSpec;
import dev.gleaner.job.spec.PromptSpec;
import dev.gleaner.job.spec.ResultOrder;
import dev.gleaner.limit.BudgetSettings;
import dev.gleaner.limit.LimitSettings;
import dev.gleaner.limit.QuotaSettings;
import dev.gleaner.prompt.PartSettings;
import dev.gleaner.prompt.PlaceSettings;
import dev.gleaner.prompt.PromptRenderer;
import dev.gleaner.prompt.PromptSettings;
import dev.gleaner.retry.RetrySettings;
import dev.gleaner.schema.AnswerValidator;
import dev.gleaner.tool.HttpToolSettings;
import dev.gleaner.tool.ToolBox;
import dev.gleaner.tool.ToolSettings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
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
        AnswerTranslation answer = AnswerTranslation.of(spec);
        EnrichmentSettings settings = settings(spec, answer);
        // What the task managers would stumble over in open() is refused here.
        for (RouteSettings route : settings.routes()) {
            new RequestEncoder(route.request());
            if (route.research() != null) {
                new RequestEncoder(route.research());
            }
        }
        new PromptRenderer(settings.prompt());
        if (settings.output().validationSchema() != null) {
            AnswerValidator.forSchema(settings.output().validationSchema());
        }
        return settings;
    }

    private static EnrichmentSettings settings(JobSpec spec, AnswerTranslation answer) {
        ToolSettings tools = tools(spec.tools().functions());
        List<String> declarations =
                tools.isEmpty()
                        ? List.of()
                        : ToolBox.declarations(
                                tools, Thread.currentThread().getContextClassLoader());
        CacheSpec cache = spec.prompt().cache();
        AttachmentsSpec attachments = spec.attachments();
        return new EnrichmentSettings(
                new RouteTranslation(spec, answer, declarations).routes(),
                prompt(spec),
                answer.output(),
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
                tools,
                cache == null ? null : cache.ttl(),
                attachments == null ? null : attachments(attachments, spec.name()),
                switch (spec.source().tombstones()) {
                    case PASS -> EnrichmentSettings.Tombstones.PASS;
                    case DROP -> EnrichmentSettings.Tombstones.DROP;
                },
                spec.async().order() == ResultOrder.KEY);
    }

    /** Files are named after their records, which other jobs read too. */
    private static AttachmentSettings attachments(AttachmentsSpec attachments, String job) {
        String path = attachments.path();
        return new AttachmentSettings(path + (path.endsWith("/") ? "" : "/") + job);
    }

    private static PromptSettings prompt(JobSpec spec) {
        PromptSpec prompt = spec.prompt();
        List<PartSettings> parts =
                prompt.user() == null
                        ? prompt.parts().stream().map(SpecTranslation::part).toList()
                        : List.of(PartSettings.text(prompt.user()));
        LocationSpec location = spec.grounding() == null ? null : spec.grounding().location();
        return new PromptSettings(
                spec.source().format(),
                parts,
                location == null
                        ? null
                        : new PlaceSettings(location.latitude(), location.longitude()),
                (int) spec.source().maxRecordBytes().getBytes(),
                spec.sink().layout() == Layout.MERGE);
    }

    private static PartSettings part(PartSpec part) {
        if (part.text() != null) {
            return PartSettings.text(part.text());
        }
        PartSettings.Source source = PartSettings.Source.RECORD;
        String value = "";
        if (part.base64() != null) {
            source = PartSettings.Source.BASE64;
            value = part.base64();
        } else if (part.uri() != null) {
            source = PartSettings.Source.URI;
            value = part.uri();
        }
        return new PartSettings(
                source,
                value,
                part.mimeType(),
                part.mimeTypeField(),
                (int) part.maxBytes().getBytes(),
                part.optional());
    }

    private static ToolSettings tools(FunctionsSpec functions) {
        return new ToolSettings(
                functions.services(),
                functions.http().stream()
                        .map(
                                function ->
                                        new HttpToolSettings(
                                                function.name(),
                                                function.description(),
                                                function.parameters().toString(),
                                                function.url(),
                                                function.allowedHosts(),
                                                (int) function.maxBytes().getBytes()))
                        .toList(),
                functions.maxRounds(),
                functions.timeout());
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
