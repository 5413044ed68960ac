package dev.gleaner.sql;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toCollection;

import dev.gleaner.spec.OptionPath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/**
 * The options of a model and of the functions: those of a job's spec that a row has use for, and a
 * few of its own.
 */
final class GeminiOptions {

    /** What becomes of a row that has failed. */
    enum OnFailure {
        NULL,
        FAIL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final ConfigOption<OnFailure> ON_FAILURE =
            ConfigOptions.key("on-failure")
                    .enumType(OnFailure.class)
                    .defaultValue(OnFailure.NULL)
                    .withDescription(
                            "What becomes of a row that has failed: null (NULL in all columns of"
                                    + " the answer, and the kind of failure in the column of"
                                    + " status), or fail (the job fails).");

    static final ConfigOption<MemorySize> MAX_RECORD_BYTES =
            ConfigOptions.key("source.max-record-bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(20))
                    .withDescription("Largest row that is sent, as JSON with its files in base64.");

    /** What models and functions cannot do without. */
    static final List<String> REQUIRED = List.of("model", "endpoint", "api-key");

    /**
     * What a query says otherwise: the schema and the words of an answer are those of its columns,
     * order and rows in work are Flink's, a failed row is a row that others wait for, and nothing
     * would remember a total when a job starts again.
     */
    private static final Set<String> SAID_OTHERWISE =
            Set.of(
                    "output.responseSchema",
                    "output.values",
                    "async.limit",
                    "async.maxBytes",
                    "async.order",
                    "call.nobodyAccepted",
                    "budget.usdTotal");

    /** Where a query differs from a job. */
    private static final Map<String, String> DESCRIPTIONS =
            Map.ofEntries(
                    entry(
                            "prompt",
                            "The prompt, with INPUT columns as {{column}}, or {{column?}} where"
                                    + " NULL is nothing. Columns of BYTES follow it as files."),
                    entry(
                            "prompt.parts",
                            "The prompt in parts, instead of prompt: texts, files of BYTES columns"
                                    + " as base64, and the URIs of files."),
                    entry("prompt.system", "The system instruction."),
                    entry(
                            "prompt.turns",
                            "Questions and right answers that the model sees before the row."),
                    entry(
                            "answer.mode",
                            "Form of the answer: schema or function (the OUTPUT columns); text,"
                                    + " json or enum (one STRING column has all of it; the words of"
                                    + " enum are output.COLUMN.enum); image (files, and at most one"
                                    + " STRING column for the text)."),
                    entry(
                            "thinking.include-thoughts",
                            "Whether summaries of the thoughts are kept, for the metadata"
                                    + " thoughts."),
                    entry(
                            "prompt.cache.ttl",
                            "How long the endpoint keeps the constant part of prompts, renewed"
                                    + " while the job runs. Without it nothing is cached."),
                    entry(
                            "generation-config",
                            "Gemini's generationConfig, such as {\"maxOutputTokens\": 2048}. The"
                                    + " columns shape the answer."),
                    entry(
                            "tool-config",
                            "Gemini's toolConfig, beside what is set from other options."),
                    entry(
                            "answer.function.name",
                            "Name of the function whose arguments are the answer in answer.mode"
                                    + " function, as the model sees it."),
                    entry("answer.function.description", "What the model is told of it."),
                    entry(
                            "grounding.location.latitude",
                            "INPUT column with the latitude, in degrees, for google-maps."),
                    entry(
                            "grounding.location.longitude",
                            "INPUT column with the longitude, in degrees."),
                    entry("grounding.required", "Whether an answer without sources is a failure."),
                    entry(
                            "attachments.path",
                            "Folder for the files of answers, as a URI of any FileSystem that"
                                    + " Flink has. Their addresses are the metadata attachments."),
                    entry(
                            "call.deadline",
                            "Longest time for a row's attempts and the delays between them, for"
                                    + " each model that is asked. Waiting for the right to send"
                                    + " does not count, nor do functions; but all of it ends before"
                                    + " table.exec.async-ml-predict.timeout."),
                    entry(
                            "call.max-attempts",
                            "Most HTTP requests for a row, to each model that is asked: the first,"
                                    + " retries and the repair. Failures while nobody is answered"
                                    + " do not count, nor do rounds of functions."),
                    entry(
                            "call.outage.action",
                            "What becomes of rows while the endpoint answers nobody: wait (until it"
                                    + " answers, or Flink's operator would time out), null (they"
                                    + " fail) or fail (the job does)."),
                    entry(
                            "call.outage.after",
                            "How long a row waits before it fails, or an outage may last before the"
                                    + " job does. Not with wait."),
                    entry(
                            "async.limit",
                            "Most HTTP requests at once, for the whole job. What the endpoint takes"
                                    + " is found below it. Rows in work are bounded by"
                                    + " table.exec.async-ml-predict.max-concurrent-operations, for"
                                    + " each subtask."),
                    entry(
                            "limits.requests-per-minute",
                            "Most HTTP requests to the model in a minute, for the whole job. Rows"
                                    + " wait, so that it needs Flink's timeout to be 0 s."),
                    entry(
                            "limits.tokens-per-minute",
                            "Most prompt tokens for the model in a minute, for the whole job. Needs"
                                    + " Flink's timeout to be 0 s, too."),
                    entry(
                            "limits.requests-per-day",
                            "Most HTTP requests to the model in a day, for the whole job. The day"
                                    + " begins at midnight Pacific time. Counted anew when the job"
                                    + " restarts. Needs Flink's timeout to be 0 s, too."),
                    entry(
                            "budget.usd-per-hour",
                            "Most US dollars in an hour of the clock (UTC), for the whole job."
                                    + " Counted anew when the job restarts."),
                    entry(
                            "budget.usd-per-day",
                            "Most US dollars in a day of the calendar (UTC), for the whole job."
                                    + " Counted anew when the job restarts."),
                    entry(
                            "budget.action",
                            "What becomes of rows that the budget does not cover: hold (they wait,"
                                    + " which needs Flink's timeout to be 0 s), null (they fail) or"
                                    + " fail (the job does)."),
                    entry(
                            "budget.prices",
                            "File of prices to count by, where the query is planned. It replaces"
                                    + " the built-in table, which has Google's list prices."));

    /** Those of the spec, in its order. */
    static final List<QueryOption> OF_SPEC =
            OptionPath.ofEnrichment().stream()
                    .filter(path -> !SAID_OTHERWISE.contains(path.path()))
                    .map(GeminiOptions::option)
                    .toList();

    private GeminiOptions() {}

    private static QueryOption option(OptionPath path) {
        String key = OptionNames.key(path.path());
        return QueryOption.of(
                path,
                DESCRIPTIONS.getOrDefault(key, path.description()),
                // A query without it has no cache.
                key.equals("prompt.cache.ttl") ? "" : path.defaultValue());
    }

    /** Returns what a model must be given. */
    static Set<ConfigOption<?>> required() {
        return options(true);
    }

    /** Returns what a model may be given. */
    static Set<ConfigOption<?>> optional() {
        return options(false);
    }

    private static Set<ConfigOption<?>> options(boolean required) {
        return all().stream()
                .filter(option -> REQUIRED.contains(option.key()) == required)
                .collect(toCollection(LinkedHashSet::new));
    }

    /** Returns what there is for models, in the order of the reference. */
    static List<ConfigOption<?>> all() {
        List<ConfigOption<?>> all = new ArrayList<>(List.of(ON_FAILURE, MAX_RECORD_BYTES));
        OF_SPEC.forEach(option -> all.add(option.option()));
        return all;
    }

    /** Returns whether functions have it, too: their prompts and answers are their own. */
    static boolean isOfFunctions(ConfigOption<?> option) {
        String key = option.key();
        return !key.equals("prompt")
                && !key.equals("prompt.parts")
                && !key.startsWith("answer.")
                && !key.startsWith("attachments.")
                && !key.startsWith("grounding.location.");
    }
}
