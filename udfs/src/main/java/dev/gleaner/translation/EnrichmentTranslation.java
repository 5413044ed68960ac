package dev.gleaner.translation;

import dev.gleaner.attachment.AttachmentSettings;
import dev.gleaner.enrich.EnrichmentSettings;
import dev.gleaner.enrich.EnrichmentSettings.Tombstones;
import dev.gleaner.enrich.OutageSettings;
import dev.gleaner.enrich.RouteSettings;
import dev.gleaner.enrich.StopSettings;
import dev.gleaner.gemini.RequestEncoder;
import dev.gleaner.limit.BudgetSettings;
import dev.gleaner.limit.LimitSettings;
import dev.gleaner.limit.QuotaSettings;
import dev.gleaner.model.RecordFormat;
import dev.gleaner.prompt.PartSettings;
import dev.gleaner.prompt.PlaceSettings;
import dev.gleaner.prompt.PromptRenderer;
import dev.gleaner.prompt.PromptSettings;
import dev.gleaner.retry.RetrySettings;
import dev.gleaner.schema.AnswerValidator;
import dev.gleaner.spec.AttachmentsSpec;
import dev.gleaner.spec.BackoffSpec;
import dev.gleaner.spec.BudgetSpec;
import dev.gleaner.spec.CacheSpec;
import dev.gleaner.spec.CallSpec;
import dev.gleaner.spec.DeadLetterSpec;
import dev.gleaner.spec.EnrichmentSpec;
import dev.gleaner.spec.FunctionsSpec;
import dev.gleaner.spec.LimitsSpec;
import dev.gleaner.spec.LocationSpec;
import dev.gleaner.spec.NobodyAcceptedAction;
import dev.gleaner.spec.OutageSpec;
import dev.gleaner.spec.PartSpec;
import dev.gleaner.spec.PromptSpec;
import dev.gleaner.spec.ResultOrder;
import dev.gleaner.tool.HttpToolSettings;
import dev.gleaner.tool.ToolBox;
import dev.gleaner.tool.ToolSettings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a spec says, in the terms of the calls. */
public final class EnrichmentTranslation {
    private EnrichmentTranslation() {}

    /**
     * What the calls need to know of the records.
     *
     * @param format of their values
     * @param maxBytes of the longest value that is sent
     * @param merged whether the answer becomes a field of the record, which must be an object then
     * @param tombstones what becomes of those without a value
     * @param folder of the files of their answers, below that of all; empty if it is the same
     * @param deadLetters where they go if they fail; null if they become no dead letters
     */
    public record Records(
            RecordFormat format,
            int maxBytes,
            boolean merged,
            Tombstones tombstones,
            String folder,
            @Nullable DeadLetterSpec deadLetters) {}

    /**
     * Translates a spec.
     *
     * @param classes where functions of users are
     * @throws IllegalArgumentException if parts of it do not fit together or the schema cannot be
     *     sent
     */
    public static EnrichmentSettings of(EnrichmentSpec spec, Records records, ClassLoader classes) {
        ToolSettings tools = tools(spec.tools().functions());
        List<String> functions = tools.isEmpty() ? List.of() : ToolBox.declarations(tools, classes);
        EnrichmentSettings settings = settings(spec, records, tools, functions);
        // What the task managers would stumble over when they open is refused here.
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

    private static EnrichmentSettings settings(
            EnrichmentSpec spec, Records records, ToolSettings tools, List<String> functions) {
        AnswerTranslation answer = AnswerTranslation.of(spec);
        CacheSpec cache = spec.prompt().cache();
        AttachmentsSpec attachments = spec.attachments();
        return new EnrichmentSettings(
                new RouteTranslation(spec, answer, functions).routes(),
                prompt(spec, records),
                answer.output(),
                retry(spec.call()),
                spec.call().deadline(),
                new LimitSettings(
                        spec.async().capacity(),
                        spec.async().maxBytes() == null ? 0 : spec.async().maxBytes().getBytes(),
                        spec.async().limit(),
                        quotas(spec.limits()),
                        budget(spec.budget()),
                        spec.budget().prices()),
                outage(spec.call().outage()),
                stops(spec.call().nobodyAccepted(), records.deadLetters()),
                spec.call().repair(),
                tools,
                cache == null ? null : cache.ttl(),
                attachments == null ? null : attachments(attachments.path(), records.folder()),
                records.tombstones(),
                spec.async().order() == ResultOrder.KEY);
    }

    private static AttachmentSettings attachments(String path, String folder) {
        return new AttachmentSettings(
                path.endsWith("/") || folder.isEmpty() ? path + folder : path + '/' + folder);
    }

    private static PromptSettings prompt(EnrichmentSpec spec, Records records) {
        PromptSpec prompt = spec.prompt();
        List<PartSettings> parts =
                prompt.user() == null
                        ? prompt.parts().stream().map(EnrichmentTranslation::part).toList()
                        : List.of(PartSettings.text(prompt.user()));
        LocationSpec location = spec.grounding() == null ? null : spec.grounding().location();
        return new PromptSettings(
                records.format(),
                parts,
                location == null
                        ? null
                        : new PlaceSettings(location.latitude(), location.longitude()),
                records.maxBytes(),
                records.merged());
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

    private static StopSettings stops(
            NobodyAcceptedAction action, @Nullable DeadLetterSpec deadLetters) {
        if (deadLetters == null) {
            return StopSettings.NONE;
        }
        return new StopSettings(
                switch (action) {
                    case FAIL -> StopSettings.Action.FAIL;
                    case HOLD -> StopSettings.Action.HOLD;
                    case DEAD_LETTER -> StopSettings.Action.DEAD_LETTER;
                },
                deadLetters.stopAbove() == null ? 1 : deadLetters.stopAbove().share(),
                deadLetters.of());
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
