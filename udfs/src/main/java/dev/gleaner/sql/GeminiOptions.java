package dev.gleaner.sql;

import dev.gleaner.enrich.OutageSettings;
import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.limit.BudgetAction;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/**
 * The options of a model and of the functions. They are named as in the spec of a job, in kebab
 * case and without {@code model.}, so that {@code call.maxAttempts} in a message is {@code
 * call.max-attempts} here.
 */
final class GeminiOptions {

    /** The header that carries the key. */
    enum Auth {
        X_GOOG_API_KEY,
        BEARER;

        @Override
        public String toString() {
            return word(this);
        }
    }

    /** Gemini's thinkingLevel. */
    enum ThinkingLevel {
        MINIMAL,
        LOW,
        MEDIUM,
        HIGH;

        @Override
        public String toString() {
            return word(this);
        }
    }

    /** Where the model looks things up. */
    enum GroundingTool {
        GOOGLE_SEARCH("googleSearch"),
        URL_CONTEXT("urlContext");

        final String field;

        GroundingTool(String field) {
            this.field = field;
        }

        @Override
        public String toString() {
            return word(this);
        }
    }

    /** What becomes of a row that has failed. */
    enum OnFailure {
        NULL,
        FAIL;

        @Override
        public String toString() {
            return word(this);
        }
    }

    /** What becomes of rows while the endpoint answers nobody. */
    enum OnOutage {
        WAIT(OutageSettings.Action.WAIT),
        NULL(OutageSettings.Action.DEAD_LETTER),
        FAIL(OutageSettings.Action.FAIL);

        final OutageSettings.Action action;

        OnOutage(OutageSettings.Action action) {
            this.action = action;
        }

        @Override
        public String toString() {
            return word(this);
        }
    }

    /** What becomes of rows that the budget does not cover. */
    enum OnBudgetSpent {
        HOLD(BudgetAction.HOLD),
        NULL(BudgetAction.DEAD_LETTER),
        FAIL(BudgetAction.FAIL);

        final BudgetAction action;

        OnBudgetSpent(BudgetAction action) {
            this.action = action;
        }

        @Override
        public String toString() {
            return word(this);
        }
    }

    static final ConfigOption<String> MODEL =
            text("model").noDefaultValue().withDescription("The model's id.");

    static final ConfigOption<String> ENDPOINT =
            text("endpoint")
                    .noDefaultValue()
                    .withDescription(
                            "Address of the API, such as"
                                    + " https://generativelanguage.googleapis.com.");

    static final ConfigOption<String> API_KEY =
            text("api-key")
                    .noDefaultValue()
                    .withDescription(
                            "Where the API key is, never the key itself: env:NAME or"
                                    + " file:/absolute/path, read on every TaskManager.");

    static final ConfigOption<String> PROMPT =
            text("prompt")
                    .noDefaultValue()
                    .withDescription(
                            "The prompt, with INPUT columns as {{column}}, or {{column?}} where"
                                    + " NULL is nothing. Columns of BYTES follow it as files.");

    static final ConfigOption<String> SYSTEM =
            text("prompt.system").noDefaultValue().withDescription("The system instruction.");

    static final ConfigOption<Duration> CACHE_TTL =
            ConfigOptions.key("prompt.cache.ttl")
                    .durationType()
                    .noDefaultValue()
                    .withDescription(
                            "How long the endpoint keeps the constant part of prompts, renewed"
                                    + " while the job runs. Without it nothing is cached.");

    static final ConfigOption<MemorySize> MAX_RECORD_BYTES =
            ConfigOptions.key("source.max-record-bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(20))
                    .withDescription("Largest row that is sent, as JSON with its files in base64.");

    static final ConfigOption<OnFailure> ON_FAILURE =
            ConfigOptions.key("on-failure")
                    .enumType(OnFailure.class)
                    .defaultValue(OnFailure.NULL)
                    .withDescription(
                            "What becomes of a row that has failed: null (NULL in all columns of"
                                    + " the answer, and the kind of failure in the column of"
                                    + " status), or fail (the job fails).");

    static final ConfigOption<Auth> AUTH =
            ConfigOptions.key("auth")
                    .enumType(Auth.class)
                    .defaultValue(Auth.X_GOOG_API_KEY)
                    .withDescription(
                            "The header that carries the key: x-goog-api-key, or bearer for"
                                    + " Authorization.");

    static final ConfigOption<Boolean> ALLOW_INSECURE_ENDPOINT =
            flag("allow-insecure-endpoint")
                    .withDescription(
                            "Allows http:// to hosts other than this machine and single-label"
                                    + " names, which sends the key in the clear.");

    static final ConfigOption<Boolean> HTTP2 =
            flag("http2").withDescription("Whether requests share connections by HTTP/2.");

    static final ConfigOption<String> CA_CERTIFICATES =
            text("ca-certificates")
                    .noDefaultValue()
                    .withDescription(
                            "File in PEM format with the certificates to trust instead of Java's,"
                                    + " read on every TaskManager.");

    static final ConfigOption<String> GENERATION_CONFIG =
            text("generation-config")
                    .defaultValue("{}")
                    .withDescription(
                            "Gemini's generationConfig as JSON, such as {\"maxOutputTokens\":"
                                    + " 2048}. The columns shape the answer.");

    static final ConfigOption<String> SAFETY_SETTINGS =
            text("safety-settings")
                    .defaultValue("[]")
                    .withDescription("Gemini's safetySettings as JSON.");

    static final ConfigOption<String> TOOL_CONFIG =
            text("tool-config").defaultValue("{}").withDescription("Gemini's toolConfig as JSON.");

    static final ConfigOption<String> CACHED_CONTENT =
            text("cached-content")
                    .noDefaultValue()
                    .withDescription("Name of a cachedContent that exists.");

    static final ConfigOption<String> SERVICE_TIER =
            text("service-tier").noDefaultValue().withDescription("Google's service tier.");

    static final ConfigOption<Map<String, String>> LABELS =
            ConfigOptions.key("labels")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription("Labels for the bill, at Vertex AI: key:value,key:value.");

    static final ConfigOption<List<String>> FALLBACKS =
            text("fallbacks")
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Models at the same endpoint that take over, in their order, when the"
                                    + " one before answers nobody, is served no more, or refuses"
                                    + " the row.");

    static final ConfigOption<ThinkingLevel> THINKING_LEVEL =
            ConfigOptions.key("thinking.level")
                    .enumType(ThinkingLevel.class)
                    .noDefaultValue()
                    .withDescription("thinkingLevel of Gemini 3 models.");

    static final ConfigOption<Integer> THINKING_BUDGET =
            ConfigOptions.key("thinking.budget")
                    .intType()
                    .noDefaultValue()
                    .withDescription(
                            "thinkingBudget of Gemini 2.5 models, in tokens; 0 is off, -1 leaves"
                                    + " it to the model.");

    static final ConfigOption<Boolean> INCLUDE_THOUGHTS =
            flag("thinking.include-thoughts")
                    .withDescription(
                            "Whether summaries of the thoughts are kept, for the metadata"
                                    + " thoughts.");

    static final ConfigOption<GroundingTool> GROUNDING_TOOL =
            ConfigOptions.key("grounding.tool")
                    .enumType(GroundingTool.class)
                    .noDefaultValue()
                    .withDescription(
                            "Where the model looks things up: google-search, url-context.");

    static final ConfigOption<Boolean> GROUNDING_REQUIRED =
            flag("grounding.required")
                    .withDescription("Whether an answer without sources is a failure.");

    static final ConfigOption<Integer> GROUNDING_STEPS =
            ConfigOptions.key("grounding.steps")
                    .intType()
                    .defaultValue(2)
                    .withDescription(
                            "2: the answer is made in a second request from the grounded prose of"
                                    + " the first. 1: in one, which Gemini 2.5 refuses and later"
                                    + " models often answer without sources.");

    static final ConfigOption<Boolean> CODE_EXECUTION =
            flag("tools.code-execution")
                    .withDescription("Whether the model may run code of its own, at Google.");

    static final ConfigOption<Duration> ATTEMPT_TIMEOUT =
            ConfigOptions.key("call.attempt-timeout")
                    .durationType()
                    .defaultValue(EndpointSettings.DEFAULT_ATTEMPT_TIMEOUT)
                    .withDescription("Longest wait for one HTTP answer.");

    static final ConfigOption<Duration> DEADLINE =
            ConfigOptions.key("call.deadline")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(5))
                    .withDescription(
                            "Longest time for a row's attempts and the delays between them."
                                    + " Waiting for the right to send does not count; but all of it"
                                    + " ends before table.exec.async-ml-predict.timeout.");

    static final ConfigOption<Integer> MAX_ATTEMPTS =
            ConfigOptions.key("call.max-attempts")
                    .intType()
                    .defaultValue(10)
                    .withDescription(
                            "Most HTTP requests for a row: the first, retries and the repair.");

    static final ConfigOption<MemorySize> MAX_ANSWER_BYTES =
            ConfigOptions.key("call.max-answer-bytes")
                    .memoryType()
                    .defaultValue(new MemorySize(EndpointSettings.DEFAULT_MAX_ANSWER_BYTES))
                    .withDescription("Longest answer that is read, after decompression.");

    static final ConfigOption<Duration> BACKOFF_INITIAL =
            ConfigOptions.key("call.backoff.initial")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(1))
                    .withDescription("Delay before the second attempt.");

    static final ConfigOption<Duration> BACKOFF_MAX =
            ConfigOptions.key("call.backoff.max")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(60))
                    .withDescription("Longest delay, unless the endpoint names a longer one.");

    static final ConfigOption<Double> BACKOFF_MULTIPLIER =
            ConfigOptions.key("call.backoff.multiplier")
                    .doubleType()
                    .defaultValue(2.0)
                    .withDescription("What the delay is multiplied by each time.");

    static final ConfigOption<Double> BACKOFF_JITTER =
            ConfigOptions.key("call.backoff.jitter")
                    .doubleType()
                    .defaultValue(0.5)
                    .withDescription("The part of the delay that is left to chance.");

    static final ConfigOption<Boolean> REPAIR =
            ConfigOptions.key("call.repair")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            "Whether an answer that breaks the schema is sent back once, with the"
                                    + " violations named.");

    static final ConfigOption<Boolean> STREAM =
            flag("call.stream")
                    .withDescription(
                            "Whether answers are streamed, so that one that falls silent or repeats"
                                    + " itself is ended early.");

    static final ConfigOption<Duration> STREAM_IDLE_TIMEOUT =
            ConfigOptions.key("call.stream-idle-timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(30))
                    .withDescription("Longest silence in a stream, its beginning included.");

    static final ConfigOption<OnOutage> OUTAGE_ACTION =
            ConfigOptions.key("call.outage.action")
                    .enumType(OnOutage.class)
                    .defaultValue(OnOutage.WAIT)
                    .withDescription(
                            "What becomes of rows while the endpoint answers nobody: wait (until it"
                                    + " answers, or Flink's operator would time out), null (they"
                                    + " fail) or fail (the job does).");

    static final ConfigOption<Duration> OUTAGE_AFTER =
            ConfigOptions.key("call.outage.after")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(10))
                    .withDescription(
                            "How long a row waits before it fails, or an outage may last before the"
                                    + " job does. Not with wait.");

    static final ConfigOption<Integer> LIMIT =
            ConfigOptions.key("async.limit")
                    .intType()
                    .defaultValue(1_000)
                    .withDescription(
                            "Most HTTP requests at once, for the whole job. What the endpoint takes"
                                    + " is found below it. Rows in work are bounded by"
                                    + " table.exec.async-ml-predict.max-concurrent-operations, for"
                                    + " each subtask.");

    static final ConfigOption<Long> REQUESTS_PER_MINUTE =
            quota("limits.requests-per-minute")
                    .withDescription(
                            "Most HTTP requests in a minute, for the whole job. Rows wait, so"
                                    + " that it needs Flink's timeout to be 0 s.");

    static final ConfigOption<Long> TOKENS_PER_MINUTE =
            quota("limits.tokens-per-minute")
                    .withDescription(
                            "Most prompt tokens in a minute, for the whole job. Needs Flink's"
                                    + " timeout to be 0 s, too.");

    static final ConfigOption<Long> REQUESTS_PER_DAY =
            quota("limits.requests-per-day")
                    .withDescription(
                            "Most HTTP requests in a day, for the whole job. The day begins at"
                                    + " midnight Pacific time. Counted anew when the job restarts."
                                    + " Needs Flink's timeout to be 0 s, too.");

    static final ConfigOption<String> USD_PER_HOUR =
            text("budget.usd-per-hour")
                    .noDefaultValue()
                    .withDescription(
                            "Most US dollars in an hour of the clock (UTC), for the whole job."
                                    + " Counted anew when the job restarts.");

    static final ConfigOption<String> USD_PER_DAY =
            text("budget.usd-per-day")
                    .noDefaultValue()
                    .withDescription(
                            "Most US dollars in a day of the calendar (UTC), for the whole job."
                                    + " Counted anew when the job restarts.");

    static final ConfigOption<OnBudgetSpent> BUDGET_ACTION =
            ConfigOptions.key("budget.action")
                    .enumType(OnBudgetSpent.class)
                    .defaultValue(OnBudgetSpent.HOLD)
                    .withDescription(
                            "What becomes of rows that the budget does not cover: hold (they wait,"
                                    + " which needs Flink's timeout to be 0 s), null (they fail) or"
                                    + " fail (the job does).");

    static final ConfigOption<String> PRICES =
            text("budget.prices")
                    .noDefaultValue()
                    .withDescription(
                            "File of prices to count by, where the query is planned. It replaces"
                                    + " the built-in table, which has Google's list prices.");

    /** What the functions need, and models too. */
    static final Set<ConfigOption<?>> OF_ENDPOINT = Set.of(MODEL, ENDPOINT, API_KEY);

    /** What there is for models and functions. */
    static final List<ConfigOption<?>> OPTIONAL =
            List.of(
                    SYSTEM,
                    CACHE_TTL,
                    MAX_RECORD_BYTES,
                    ON_FAILURE,
                    AUTH,
                    ALLOW_INSECURE_ENDPOINT,
                    HTTP2,
                    CA_CERTIFICATES,
                    GENERATION_CONFIG,
                    SAFETY_SETTINGS,
                    TOOL_CONFIG,
                    CACHED_CONTENT,
                    SERVICE_TIER,
                    LABELS,
                    FALLBACKS,
                    THINKING_LEVEL,
                    THINKING_BUDGET,
                    INCLUDE_THOUGHTS,
                    GROUNDING_TOOL,
                    GROUNDING_REQUIRED,
                    GROUNDING_STEPS,
                    CODE_EXECUTION,
                    ATTEMPT_TIMEOUT,
                    DEADLINE,
                    MAX_ATTEMPTS,
                    MAX_ANSWER_BYTES,
                    BACKOFF_INITIAL,
                    BACKOFF_MAX,
                    BACKOFF_MULTIPLIER,
                    BACKOFF_JITTER,
                    REPAIR,
                    STREAM,
                    STREAM_IDLE_TIMEOUT,
                    OUTAGE_ACTION,
                    OUTAGE_AFTER,
                    LIMIT,
                    REQUESTS_PER_MINUTE,
                    TOKENS_PER_MINUTE,
                    REQUESTS_PER_DAY,
                    USD_PER_HOUR,
                    USD_PER_DAY,
                    BUDGET_ACTION,
                    PRICES);

    private GeminiOptions() {}

    private static ConfigOptions.TypedConfigOptionBuilder<String> text(String key) {
        return ConfigOptions.key(key).stringType();
    }

    private static ConfigOption<Boolean> flag(String key) {
        return ConfigOptions.key(key).booleanType().defaultValue(false);
    }

    private static ConfigOption<Long> quota(String key) {
        return ConfigOptions.key(key).longType().noDefaultValue();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
