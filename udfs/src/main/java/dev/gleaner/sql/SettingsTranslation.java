package dev.gleaner.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.enrich.EnrichmentSettings;
import dev.gleaner.enrich.OutageSettings;
import dev.gleaner.enrich.OutputSettings;
import dev.gleaner.enrich.OutputSettings.Grounding;
import dev.gleaner.enrich.OutputSettings.Mode;
import dev.gleaner.enrich.RouteSettings;
import dev.gleaner.gemini.AnswerFormat;
import dev.gleaner.gemini.ApiKeyReference;
import dev.gleaner.gemini.Auth;
import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.gemini.RequestEncoder;
import dev.gleaner.gemini.RequestSettings;
import dev.gleaner.gemini.StreamSettings;
import dev.gleaner.limit.BudgetSettings;
import dev.gleaner.limit.LimitSettings;
import dev.gleaner.limit.PriceTable;
import dev.gleaner.limit.QuotaSettings;
import dev.gleaner.model.FallbackReason;
import dev.gleaner.model.RecordFormat;
import dev.gleaner.prompt.PartSettings;
import dev.gleaner.prompt.PromptRenderer;
import dev.gleaner.prompt.PromptSettings;
import dev.gleaner.retry.RetrySettings;
import dev.gleaner.schema.AnswerValidator;
import dev.gleaner.schema.ResponseSchema;
import dev.gleaner.tool.ToolSettings;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.jspecify.annotations.Nullable;

/** What options say, in the terms of the calls. */
final class SettingsTranslation {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int NANO_DIGITS = 9;

    private final ReadableConfig options;
    private final boolean vertex;

    private SettingsTranslation(ReadableConfig options) {
        this.options = options;
        vertex = EndpointSettings.isVertex(endpoint());
    }

    /**
     * Translates.
     *
     * @param parts of the prompt
     * @param schema of the answer, or null for prose
     * @throws IllegalArgumentException if the options do not fit together
     */
    static EnrichmentSettings of(
            ReadableConfig options, List<PartSettings> parts, @Nullable ResponseSchema schema) {
        SettingsTranslation translation = new SettingsTranslation(options);
        EnrichmentSettings settings = translation.settings(parts, schema);
        // What the task managers would stumble over when they open is refused here.
        for (RouteSettings route : settings.routes()) {
            new RequestEncoder(route.request());
            if (route.research() != null) {
                new RequestEncoder(route.research());
            }
        }
        new PromptRenderer(settings.prompt());
        if (schema != null) {
            AnswerValidator.forSchema(schema.validationSchema());
        }
        return settings;
    }

    /** Refuses what would do nothing. */
    private void check() {
        int steps = options.get(GeminiOptions.GROUNDING_STEPS);
        if (steps != 1 && steps != 2) {
            throw new IllegalArgumentException(
                    GeminiOptions.GROUNDING_STEPS.key() + " must be 1 or 2, not " + steps);
        }
        boolean grounds = options.getOptional(GeminiOptions.GROUNDING_TOOL).isPresent();
        if (options.get(GeminiOptions.GROUNDING_REQUIRED) && !grounds) {
            throw new IllegalArgumentException(
                    GeminiOptions.GROUNDING_REQUIRED.key()
                            + " needs "
                            + GeminiOptions.GROUNDING_TOOL.key());
        }
        if (tools().isEmpty() && !object(GeminiOptions.TOOL_CONFIG).isEmpty()) {
            throw new IllegalArgumentException(
                    GeminiOptions.TOOL_CONFIG.key()
                            + " needs a tool: "
                            + GeminiOptions.GROUNDING_TOOL.key()
                            + " or "
                            + GeminiOptions.CODE_EXECUTION.key());
        }
    }

    private EnrichmentSettings settings(List<PartSettings> parts, @Nullable ResponseSchema schema) {
        check();
        int limit = options.get(GeminiOptions.LIMIT);
        return new EnrichmentSettings(
                routes(schema),
                new PromptSettings(
                        RecordFormat.JSON,
                        parts,
                        null,
                        bytes(GeminiOptions.MAX_RECORD_BYTES),
                        false),
                output(schema),
                new RetrySettings(
                        options.get(GeminiOptions.MAX_ATTEMPTS),
                        options.get(GeminiOptions.BACKOFF_INITIAL),
                        options.get(GeminiOptions.BACKOFF_MAX),
                        options.get(GeminiOptions.BACKOFF_MULTIPLIER),
                        options.get(GeminiOptions.BACKOFF_JITTER)),
                options.get(GeminiOptions.DEADLINE),
                new LimitSettings(limit, limit, quotas(), budget(), prices()),
                new OutageSettings(
                        options.get(GeminiOptions.OUTAGE_ACTION).action,
                        options.get(GeminiOptions.OUTAGE_AFTER)),
                options.get(GeminiOptions.REPAIR),
                ToolSettings.NONE,
                options.get(GeminiOptions.CACHE_TTL),
                null,
                EnrichmentSettings.Tombstones.PASS,
                false);
    }

    private int bytes(ConfigOption<org.apache.flink.configuration.MemorySize> option) {
        try {
            return Math.toIntExact(options.get(option).getBytes());
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException(option.key() + " must be less than 2 gb", tooLarge);
        }
    }

    private OutputSettings output(@Nullable ResponseSchema schema) {
        Grounding grounding = Grounding.NONE;
        if (options.getOptional(GeminiOptions.GROUNDING_TOOL).isPresent()) {
            grounding =
                    options.get(GeminiOptions.GROUNDING_REQUIRED)
                            ? Grounding.REQUIRED
                            : Grounding.WANTED;
        }
        return new OutputSettings(
                schema == null ? Mode.TEXT : Mode.SCHEMA,
                schema == null ? null : schema.validationSchema(),
                options.get(GeminiOptions.INCLUDE_THOUGHTS),
                grounding);
    }

    private QuotaSettings quotas() {
        return new QuotaSettings(
                quota(GeminiOptions.REQUESTS_PER_MINUTE),
                quota(GeminiOptions.TOKENS_PER_MINUTE),
                quota(GeminiOptions.REQUESTS_PER_DAY));
    }

    private long quota(ConfigOption<Long> option) {
        Optional<Long> most = options.getOptional(option);
        most.ifPresent(value -> requirePositive(option, value));
        return most.orElse(0L);
    }

    /** To the calls 0 is no limit, which nobody means who sets one. */
    private static void requirePositive(ConfigOption<?> option, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(
                    option.key() + " must be more than 0; leave it out for no limit");
        }
    }

    private BudgetSettings budget() {
        return new BudgetSettings(
                nanoUsd(GeminiOptions.USD_PER_HOUR),
                nanoUsd(GeminiOptions.USD_PER_DAY),
                0,
                options.get(GeminiOptions.BUDGET_ACTION).action);
    }

    private long nanoUsd(ConfigOption<String> option) {
        Optional<String> usd = options.getOptional(option);
        if (usd.isEmpty()) {
            return 0;
        }
        long amount;
        try {
            amount = new BigDecimal(usd.get()).movePointRight(NANO_DIGITS).longValueExact();
        } catch (ArithmeticException | NumberFormatException invalid) {
            throw new IllegalArgumentException(
                    option.key() + " must be US dollars, such as 2.50: " + usd.get(), invalid);
        }
        requirePositive(option, amount);
        return amount;
    }

    private PriceTable prices() {
        PriceTable table =
                options.getOptional(GeminiOptions.PRICES)
                        .map(file -> PriceFile.read(Path.of(file)))
                        .orElseGet(PriceFile::builtIn);
        BudgetSettings budget = budget();
        for (String model : models()) {
            if (!budget.isUnlimited() && table.of(model).isEmpty()) {
                throw new IllegalArgumentException(
                        "the price of "
                                + model
                                + " is not known, so that no budget can be kept; name a file of"
                                + " prices at budget.prices");
            }
        }
        return table;
    }

    private List<String> models() {
        List<String> models = new ArrayList<>();
        models.add(options.get(GeminiOptions.MODEL));
        models.addAll(options.get(GeminiOptions.FALLBACKS));
        return models;
    }

    private List<RouteSettings> routes(@Nullable ResponseSchema schema) {
        List<RouteSettings> routes = new ArrayList<>();
        for (String model : models()) {
            Set<FallbackReason> reasons =
                    routes.isEmpty() ? Set.of() : EnumSet.allOf(FallbackReason.class);
            routes.add(route(model, schema, reasons));
        }
        return routes;
    }

    private URI endpoint() {
        String endpoint = options.get(GeminiOptions.ENDPOINT);
        try {
            return URI.create(endpoint);
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(
                    "endpoint must be an address such as https://api.cometapi.com", invalid);
        }
    }

    private RouteSettings route(
            String model, @Nullable ResponseSchema schema, Set<FallbackReason> reasons) {
        EndpointSettings endpoint =
                new EndpointSettings(
                        endpoint(),
                        model,
                        ApiKeyReference.parse(options.get(GeminiOptions.API_KEY)),
                        switch (options.get(GeminiOptions.AUTH)) {
                            case X_GOOG_API_KEY -> Auth.X_GOOG_API_KEY;
                            case BEARER -> Auth.BEARER;
                        },
                        options.get(GeminiOptions.ATTEMPT_TIMEOUT),
                        bytes(GeminiOptions.MAX_ANSWER_BYTES),
                        options.get(GeminiOptions.ALLOW_INSECURE_ENDPOINT),
                        options.get(GeminiOptions.HTTP2),
                        options.get(GeminiOptions.CA_CERTIFICATES),
                        stream());
        AnswerFormat format =
                schema == null ? AnswerFormat.TEXT : AnswerFormat.schema(schema.wireSchema());
        ArrayNode tools = tools();
        boolean twoSteps =
                !tools.isEmpty()
                        && schema != null
                        && options.get(GeminiOptions.GROUNDING_STEPS) != 1;
        return twoSteps
                ? new RouteSettings(
                        endpoint,
                        request(format, JSON.createArrayNode()),
                        request(AnswerFormat.TEXT, tools),
                        reasons)
                : new RouteSettings(endpoint, request(format, tools), null, reasons);
    }

    private @Nullable StreamSettings stream() {
        Duration idle = options.get(GeminiOptions.STREAM_IDLE_TIMEOUT);
        Duration attempt = options.get(GeminiOptions.ATTEMPT_TIMEOUT);
        return options.get(GeminiOptions.STREAM)
                ? new StreamSettings(idle.compareTo(attempt) < 0 ? idle : attempt)
                : null;
    }

    private RequestSettings request(AnswerFormat format, ArrayNode tools) {
        return new RequestSettings(
                options.get(GeminiOptions.SYSTEM),
                List.of(),
                format,
                generationConfig().toString(),
                fields(tools).toString());
    }

    private ArrayNode tools() {
        ArrayNode tools = JSON.createArrayNode();
        options.getOptional(GeminiOptions.GROUNDING_TOOL)
                .ifPresent(tool -> tools.addObject().putObject(tool.field));
        if (options.get(GeminiOptions.CODE_EXECUTION)) {
            tools.addObject().putObject("codeExecution");
        }
        return tools;
    }

    private ObjectNode generationConfig() {
        ObjectNode config = object(GeminiOptions.GENERATION_CONFIG);
        ObjectNode thinking = JSON.createObjectNode();
        options.getOptional(GeminiOptions.THINKING_LEVEL)
                .ifPresent(level -> thinking.put("thinkingLevel", level.name()));
        options.getOptional(GeminiOptions.THINKING_BUDGET)
                .ifPresent(budget -> thinking.put("thinkingBudget", budget));
        if (options.get(GeminiOptions.INCLUDE_THOUGHTS)) {
            thinking.put("includeThoughts", true);
        }
        if (!thinking.isEmpty()) {
            config.set("thinkingConfig", thinking);
        }
        return config;
    }

    /** All other fields of a request. What an endpoint's dialect lacks is left out. */
    private ObjectNode fields(ArrayNode tools) {
        ObjectNode fields = JSON.createObjectNode();
        if (!tools.isEmpty()) {
            fields.set("tools", tools);
            ObjectNode toolConfig = object(GeminiOptions.TOOL_CONFIG);
            if (!toolConfig.isEmpty()) {
                fields.set("toolConfig", toolConfig);
            }
        }
        JsonNode safety = json(GeminiOptions.SAFETY_SETTINGS);
        if (!safety.isEmpty()) {
            fields.set("safetySettings", safety);
        }
        options.getOptional(GeminiOptions.CACHED_CONTENT)
                .ifPresent(name -> fields.put("cachedContent", name));
        if (!vertex) {
            options.getOptional(GeminiOptions.SERVICE_TIER)
                    .ifPresent(tier -> fields.put("serviceTier", tier));
        } else if (!options.get(GeminiOptions.LABELS).isEmpty()) {
            ObjectNode labels = fields.putObject("labels");
            new TreeMap<>(options.get(GeminiOptions.LABELS)).forEach(labels::put);
        }
        return fields;
    }

    private ObjectNode object(ConfigOption<String> option) {
        if (json(option) instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException(option.key() + " must be a JSON object");
    }

    private JsonNode json(ConfigOption<String> option) {
        try {
            return JSON.readTree(options.get(option));
        } catch (JsonProcessingException invalid) {
            throw new IllegalArgumentException(
                    option.key() + " is not JSON: " + invalid.getOriginalMessage(), invalid);
        }
    }
}
