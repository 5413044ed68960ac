package dev.gleaner.enrich;

import dev.gleaner.attachment.AttachmentSettings;
import dev.gleaner.limit.BudgetSettings;
import dev.gleaner.limit.LimitSettings;
import dev.gleaner.limit.ModelPrice;
import dev.gleaner.limit.ModelPrice.TokenPrices;
import dev.gleaner.limit.PriceTable;
import dev.gleaner.limit.QuotaSettings;
import dev.gleaner.model.RecordFormat;
import dev.gleaner.prompt.PartSettings;
import dev.gleaner.prompt.PromptSettings;
import dev.gleaner.retry.RetrySettings;
import dev.gleaner.tool.ToolSettings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings that tests start from: attempts of at most 10 s, a deadline of 30 s, 4 attempts
 * after 1, 2 and 4 s. A test says what is different in it.
 */
final class UsualSettings {
    private PromptSettings prompt =
            new PromptSettings(
                    RecordFormat.JSON,
                    List.of(PartSettings.text("Count: {{text}}")),
                    null,
                    1_000,
                    false);
    private final RetrySettings retry =
            new RetrySettings(4, Duration.ofSeconds(1), Duration.ofSeconds(8), 2, 0.5);

    private List<RouteSettings> routes = List.of(CallFixture.route("gemini-3.5-flash", "env:KEY"));
    private OutputSettings output = OutputSettings.schema(CallFixture.SCHEMA);
    private LimitSettings limits = limits(10, BudgetSettings.NONE, PriceTable.EMPTY);
    private OutageSettings outage =
            new OutageSettings(OutageSettings.Action.WAIT, Duration.ofMinutes(10));
    private StopSettings stops = StopSettings.NONE;
    private boolean repair = true;
    private ToolSettings tools = ToolSettings.NONE;
    private @Nullable Duration cacheTtl;
    private @Nullable AttachmentSettings attachments;
    private EnrichmentSettings.Tombstones tombstones = EnrichmentSettings.Tombstones.PASS;
    private boolean orderedByKey;

    UsualSettings routes(RouteSettings... others) {
        routes = List.of(others);
        return this;
    }

    /** Has the usual model asked with another key. */
    UsualSettings apiKey(String reference) {
        return routes(CallFixture.route("gemini-3.5-flash", reference));
    }

    UsualSettings output(OutputSettings other) {
        output = other;
        return this;
    }

    UsualSettings limit(int atOnce) {
        limits = limits(atOnce, BudgetSettings.NONE, PriceTable.EMPTY);
        return this;
    }

    UsualSettings prompt(PromptSettings other) {
        prompt = other;
        return this;
    }

    /** Bounds the money, and has a price for the usual model. */
    UsualSettings budget(BudgetSettings budget) {
        TokenPrices prices = new TokenPrices(1_000, 100, 10_000);
        return budget(
                budget,
                new ModelPrice(
                        "gemini-3.5-flash",
                        prices,
                        prices,
                        Long.MAX_VALUE,
                        0,
                        ModelPrice.SearchUnit.QUERY,
                        3_600));
    }

    UsualSettings budget(BudgetSettings budget, ModelPrice price) {
        limits = limits(10, budget, new PriceTable("test", List.of(price)));
        return this;
    }

    UsualSettings outage(OutageSettings other) {
        outage = other;
        return this;
    }

    UsualSettings stops(StopSettings other) {
        stops = other;
        return this;
    }

    UsualSettings repair(boolean answers) {
        repair = answers;
        return this;
    }

    UsualSettings tools(ToolSettings functions) {
        tools = functions;
        return this;
    }

    UsualSettings cacheTtl(Duration ttl) {
        cacheTtl = ttl;
        return this;
    }

    UsualSettings attachments(@Nullable AttachmentSettings folder) {
        attachments = folder;
        return this;
    }

    UsualSettings tombstones(EnrichmentSettings.Tombstones other) {
        tombstones = other;
        return this;
    }

    UsualSettings orderedByKey() {
        orderedByKey = true;
        return this;
    }

    EnrichmentSettings get() {
        return new EnrichmentSettings(
                routes,
                prompt,
                output,
                retry,
                Duration.ofSeconds(30),
                limits,
                outage,
                stops,
                repair,
                tools,
                cacheTtl,
                attachments,
                tombstones,
                orderedByKey);
    }

    private static LimitSettings limits(int atOnce, BudgetSettings budget, PriceTable prices) {
        return new LimitSettings(atOnce, 0, atOnce, QuotaSettings.NONE, budget, prices);
    }
}
