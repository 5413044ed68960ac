package dev.gleaner.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.enrich.RouteSettings;
import dev.gleaner.gemini.AnswerFormat;
import dev.gleaner.gemini.ApiKeyReference;
import dev.gleaner.gemini.Auth;
import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.gemini.RequestSettings;
import dev.gleaner.gemini.StreamSettings;
import dev.gleaner.job.spec.CallSpec;
import dev.gleaner.job.spec.FallbackSpec;
import dev.gleaner.job.spec.FunctionSpec;
import dev.gleaner.job.spec.GroundingSpec;
import dev.gleaner.job.spec.GroundingSteps;
import dev.gleaner.job.spec.JobSpec;
import dev.gleaner.job.spec.ModelFamily;
import dev.gleaner.job.spec.ModelSpec;
import dev.gleaner.job.spec.OutputMode;
import dev.gleaner.job.spec.SafetySpec;
import dev.gleaner.job.spec.SecretReference;
import dev.gleaner.job.spec.ServiceTier;
import dev.gleaner.job.spec.ThinkingSpec;
import dev.gleaner.model.FallbackReason;
import dev.gleaner.schema.ResponseSchema;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The models that a spec names, with the requests that each is sent. */
final class RouteTranslation {
    private static final JsonMapper JSON = new JsonMapper();

    private final JobSpec spec;
    private final AnswerTranslation answer;
    private final List<String> functions;

    /**
     * @param functions what the model is told of those that the job calls, as JSON
     */
    RouteTranslation(JobSpec spec, AnswerTranslation answer, List<String> functions) {
        this.spec = spec;
        this.answer = answer;
        this.functions = functions;
    }

    List<RouteSettings> routes() {
        ModelSpec model = spec.model();
        List<RouteSettings> routes = new ArrayList<>();
        routes.add(
                route(
                        model.endpoint(),
                        model.name(),
                        model.apiKey(),
                        model.auth(),
                        spec.thinking(),
                        Set.of()));
        for (FallbackSpec fallback : model.fallbacks()) {
            routes.add(
                    route(
                            Objects.requireNonNullElse(fallback.endpoint(), model.endpoint()),
                            fallback.name(),
                            Objects.requireNonNullElse(fallback.apiKey(), model.apiKey()),
                            Objects.requireNonNullElse(fallback.auth(), model.auth()),
                            Objects.requireNonNullElse(fallback.thinking(), spec.thinking()),
                            fallback.on().isEmpty()
                                    ? EnumSet.allOf(FallbackReason.class)
                                    : EnumSet.copyOf(fallback.on())));
        }
        return routes;
    }

    private RouteSettings route(
            URI endpoint,
            String model,
            SecretReference apiKey,
            Auth auth,
            ThinkingSpec thinking,
            Set<FallbackReason> reasons) {
        CallSpec call = spec.call();
        EndpointSettings settings =
                new EndpointSettings(
                        endpoint,
                        model,
                        ApiKeyReference.parse(apiKey.text()),
                        auth,
                        call.attemptTimeout(),
                        (int) call.maxAnswerBytes().getBytes(),
                        spec.model().allowInsecureEndpoint(),
                        spec.model().http2(),
                        spec.model().caCertificates() == null
                                ? null
                                : spec.model().caCertificates().toString(),
                        call.stream() ? new StreamSettings(call.streamIdleTimeout()) : null);
        ObjectNode config = generationConfig(thinking);
        ArrayNode tools = tools();
        if (tools.isEmpty() || !needsTwoSteps(model)) {
            return new RouteSettings(
                    settings, request(answer.format(), config, tools, true), null, reasons);
        }
        ObjectNode prose = config.deepCopy();
        prose.remove("responseModalities");
        return new RouteSettings(
                settings,
                request(answer.format(), config, JSON.createArrayNode(), true),
                request(AnswerFormat.TEXT, prose, tools, false),
                reasons);
    }

    /**
     * Models before Gemini 3 refuse JSON with tools. Later ones take both, and then often leave the
     * sources out (google-gemini/cookbook#1274).
     */
    private boolean needsTwoSteps(String model) {
        GroundingSpec grounding = spec.grounding();
        GroundingSteps steps = grounding == null ? GroundingSteps.ONE : grounding.steps();
        return steps == GroundingSteps.TWO
                || (AnswerTranslation.isFormed(spec.output().mode())
                        && (steps == GroundingSteps.AUTO
                                || ModelFamily.refusesJsonWithTools(model)));
    }

    private RequestSettings request(
            AnswerFormat format, ObjectNode config, ArrayNode tools, boolean last) {
        ObjectNode fields = fields();
        ObjectNode toolConfig = spec.model().toolConfig().deepCopy();
        ArrayNode all = tools.deepCopy();
        if (last && answer.function() != null) {
            addAnswerFunction(answer.function(), all, toolConfig);
        }
        if (!all.isEmpty()) {
            fields.set("tools", all);
        }
        if (!all.isEmpty() && !toolConfig.isEmpty()) {
            fields.set("toolConfig", toolConfig);
        }
        return new RequestSettings(
                spec.prompt().system(),
                spec.prompt().turns().stream()
                        .map(turn -> new RequestSettings.Example(turn.user(), turn.model()))
                        .toList(),
                format,
                config.toString(),
                fields.toString());
    }

    private void addAnswerFunction(ResponseSchema schema, ArrayNode tools, ObjectNode toolConfig) {
        FunctionSpec function = spec.output().function();
        ObjectNode declaration = JSON.createObjectNode().put("name", function.name());
        declaration.put(
                "description",
                Objects.requireNonNullElse(
                        function.description(), "Records the answer to the message."));
        declaration.set(
                schema.form() == ResponseSchema.Form.OPEN_API
                        ? "parameters"
                        : "parametersJsonSchema",
                read(schema.wireSchema()));
        tools.addObject().putArray("functionDeclarations").add(declaration);
        toolConfig
                .putObject("functionCallingConfig")
                .put("mode", "ANY")
                .putArray("allowedFunctionNames")
                .add(function.name());
    }

    private ArrayNode tools() {
        ArrayNode tools = JSON.createArrayNode();
        GroundingSpec grounding = spec.grounding();
        if (grounding != null) {
            String tool =
                    switch (grounding.tool()) {
                        case GOOGLE_SEARCH -> "googleSearch";
                        case GOOGLE_MAPS -> "googleMaps";
                        case URL_CONTEXT -> "urlContext";
                    };
            tools.addObject().putObject(tool);
        }
        if (spec.tools().codeExecution()) {
            tools.addObject().putObject("codeExecution");
        }
        if (!functions.isEmpty()) {
            ArrayNode declarations = tools.addObject().putArray("functionDeclarations");
            functions.forEach(function -> declarations.add(read(function)));
        }
        return tools;
    }

    private ObjectNode generationConfig(ThinkingSpec thinking) {
        ObjectNode config = spec.model().generationConfig().deepCopy();
        if (thinking.level() != null || thinking.budget() != null || thinking.includeThoughts()) {
            ObjectNode thinkingConfig =
                    config.get("thinkingConfig") instanceof ObjectNode given
                            ? given
                            : config.putObject("thinkingConfig");
            if (thinking.level() != null) {
                thinkingConfig.put("thinkingLevel", thinking.level().name());
            }
            if (thinking.budget() != null) {
                thinkingConfig.put("thinkingBudget", thinking.budget());
            }
            if (thinking.includeThoughts() || spec.thinking().includeThoughts()) {
                thinkingConfig.put("includeThoughts", true);
            }
        }
        if (spec.output().mode() == OutputMode.IMAGE && !config.has("responseModalities")) {
            config.putArray("responseModalities").add("TEXT").add("IMAGE");
        }
        return config;
    }

    private ObjectNode fields() {
        ModelSpec model = spec.model();
        ObjectNode fields = JSON.createObjectNode();
        if (!model.safetySettings().isEmpty()) {
            ArrayNode settings = fields.putArray("safetySettings");
            for (SafetySpec setting : model.safetySettings()) {
                ObjectNode one = settings.addObject();
                one.put("category", setting.category()).put("threshold", setting.threshold());
                if (setting.method() != null) {
                    one.put("method", setting.method());
                }
            }
        }
        put(fields, "cachedContent", model.cachedContent());
        ServiceTier tier = model.serviceTier();
        put(fields, "serviceTier", tier == null ? null : tier.name().toLowerCase(Locale.ROOT));
        if (!model.labels().values().isEmpty()) {
            ObjectNode labels = fields.putObject("labels");
            model.labels().values().forEach(labels::put);
        }
        if (!model.modelArmorConfig().isEmpty()) {
            fields.set("modelArmorConfig", model.modelArmorConfig());
        }
        return fields;
    }

    private static void put(ObjectNode fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("it was written as JSON", impossible);
        }
    }
}
