package dev.gleaner.sql;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.enrich.EnrichmentSettings;
import dev.gleaner.enrich.OutputSettings;
import dev.gleaner.enrich.OutputSettings.Mode;
import dev.gleaner.enrich.RouteSettings;
import dev.gleaner.gemini.AnswerFormat;
import dev.gleaner.gemini.RequestSettings;
import dev.gleaner.schema.ResponseSchema;
import dev.gleaner.sql.GeminiOptions.OnFailure;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.functions.SpecializedFunction.SpecializedContext;
import org.jspecify.annotations.Nullable;

/**
 * What a function needs to know, without secrets.
 *
 * @param settings of its calls
 * @param failsJob whether a failure ends the job; otherwise the function is null
 * @param patience from the moment a row arrives until its result at the latest; null if Flink waits
 *     for as long as it takes
 */
record FunctionSettings(EnrichmentSettings settings, boolean failsJob, @Nullable Duration patience)
        implements Serializable {

    /** Of the options in a session's configuration: {@code SET 'gemini.model' = '…'}. */
    static final String PREFIX = "gemini.";

    /**
     * Reads options.
     *
     * @param own of the module that the function is of; empty if it is of none
     * @param context of the session, for what they do not say
     * @param prompt a template
     * @param output that section of a spec
     * @throws ValidationException if an option is missing, or they do not fit together
     */
    static FunctionSettings of(
            Map<String, String> own, SpecializedContext context, String prompt, ObjectNode output) {
        return of(own, context.getConfiguration(), context.getBuiltInClassLoader(), prompt, output);
    }

    static FunctionSettings of(
            Map<String, String> own,
            ReadableConfig session,
            ClassLoader classes,
            String prompt,
            ObjectNode output) {
        checkNames(session);
        Map<String, String> all = new HashMap<>();
        for (ConfigOption<?> option : options()) {
            session.getOptional(
                            ConfigOptions.key(PREFIX + option.key()).stringType().noDefaultValue())
                    .ifPresent(value -> all.put(option.key(), value));
        }
        all.putAll(own);
        checkRequired(all);
        Configuration options = Configuration.fromMap(all);
        try {
            ObjectNode spec = QueryTranslation.write(options);
            spec.withObject("/prompt").put("user", prompt);
            spec.set("output", output);
            if (output.path("mode").asText().equals("text")
                    && spec.get("grounding") instanceof ObjectNode grounding) {
                // What it says is for functions whose answers are JSON: prose takes one request.
                grounding.remove("steps");
            }
            EnrichmentSettings settings =
                    QueryTranslation.translate(
                            QueryTranslation.read(spec, Map.of()), options, classes);
            return new FunctionSettings(
                    settings,
                    options.get(GeminiOptions.ON_FAILURE) == OnFailure.FAIL,
                    GeminiModelProvider.patience(
                            session.get(ExecutionConfigOptions.TABLE_EXEC_ASYNC_SCALAR_TIMEOUT),
                            settings,
                            ExecutionConfigOptions.TABLE_EXEC_ASYNC_SCALAR_TIMEOUT.key()));
        } catch (IllegalArgumentException unfit) {
            throw new ValidationException(String.valueOf(unfit.getMessage()), unfit);
        }
    }

    private static void checkRequired(Map<String, String> options) {
        for (String key : GeminiOptions.REQUIRED) {
            if (!options.containsKey(key)) {
                throw new ValidationException(
                        "The function needs "
                                + key
                                + ": SET '"
                                + PREFIX
                                + key
                                + "' = '…', or LOAD MODULE gemini WITH ('"
                                + key
                                + "' = '…')");
            }
        }
    }

    private static void checkNames(ReadableConfig session) {
        Set<String> known =
                options().stream()
                        .map(option -> PREFIX + option.key())
                        .collect(Collectors.toCollection(TreeSet::new));
        for (String key : session.toMap().keySet()) {
            if (key.startsWith(PREFIX) && !known.contains(key)) {
                throw new ValidationException(
                        "There is no option "
                                + key
                                + ", which the session has; RESET '"
                                + key
                                + "'. There are "
                                + String.join(", ", known));
            }
        }
    }

    private static List<ConfigOption<?>> options() {
        return GeminiOptions.all().stream().filter(GeminiOptions::isOfFunctions).toList();
    }

    /** Returns the same for an answer that is one of other words. */
    FunctionSettings withWords(List<String> words) {
        ResponseSchema schema = ResponseSchema.ofWords(words);
        List<RouteSettings> routes =
                settings.routes().stream().map(route -> withSchema(route, schema)).toList();
        OutputSettings output = settings.output();
        return new FunctionSettings(
                settings.with(
                        routes,
                        new OutputSettings(
                                Mode.ENUM,
                                schema.validationSchema(),
                                output.thoughts(),
                                output.grounding())),
                failsJob,
                patience);
    }

    private static RouteSettings withSchema(RouteSettings route, ResponseSchema schema) {
        RequestSettings request = route.request();
        return new RouteSettings(
                route.endpoint(),
                new RequestSettings(
                        request.systemInstruction(),
                        request.examples(),
                        AnswerFormat.enumeration(schema.wireSchema()),
                        request.generationConfig(),
                        request.fields()),
                route.research(),
                route.reasons());
    }
}
