package dev.gleaner.translation;

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
import dev.gleaner.http.ProxySettings;
import dev.gleaner.model.FallbackReason;
import dev.gleaner.prompt.TemplateScanner;
import dev.gleaner.schema.ResponseSchema;
import dev.gleaner.spec.AnswerSteps;
import dev.gleaner.spec.CallSpec;
import dev.gleaner.spec.EnrichmentSpec;
import dev.gleaner.spec.FallbackSpec;
import dev.gleaner.spec.FunctionSpec;
import dev.gleaner.spec.GroundingSpec;
import dev.gleaner.spec.ModelSpec;
import dev.gleaner.spec.OutputMode;
import dev.gleaner.spec.SafetySpec;
import dev.gleaner.spec.SecretReference;
import dev.gleaner.spec.ThinkingSpec;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The models that a spec names, with the requests that each is sent. */
final class RouteTranslation {
    private static final JsonMapper JSON = new JsonMapper();

    private final EnrichmentSpec spec;
    private final AnswerTranslation answer;
    private final List<String> functions;

    /**
     * @param functions what the model is told of those that the job calls, as JSON
     */
    RouteTranslation(EnrichmentSpec spec, AnswerTranslation answer, List<String> functions) {
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
                            fallback.reasons().isEmpty()
                                    ? EnumSet.allOf(FallbackReason.class)
                                    : EnumSet.copyOf(fallback.reasons())));
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
                        stream(call),
                        proxy(spec.model()));
        boolean vertex = EndpointSettings.isVertex(endpoint);
        ObjectNode config = generationConfig(thinking);
        ArrayNode tools = tools();
        ObjectNode toolConfig = spec.model().toolConfig().deepCopy();
        if (tools.isEmpty() || !takesTwoSteps(model)) {
            return new RouteSettings(
                    settings, answer(config, tools, toolConfig, vertex), null, reasons);
        }
        return new RouteSettings(
                settings,
                answer(config, JSON.createArrayNode(), JSON.createObjectNode(), vertex),
                research(config, tools, toolConfig, vertex),
                reasons);
    }

    private static ProxySettings proxy(ModelSpec model) {
        SecretReference credentials = model.proxyCredentials();
        return new ProxySettings(
                model.proxy(), credentials == null ? null : credentials.text(), model.noProxy());
    }

    private static @Nullable StreamSettings stream(CallSpec call) {
        Duration idle = call.streamIdleTimeout();
        Duration attempt = call.attemptTimeout();
        return call.stream()
                ? new StreamSettings(idle.compareTo(attempt) < 0 ? idle : attempt)
                : null;
    }

    private boolean takesTwoSteps(String model) {
        GroundingSpec grounding = spec.grounding();
        return AnswerSteps.areTwo(
                spec.output().mode(), grounding == null ? null : grounding.steps(), model);
    }

    /** The request for prose that the answer is then made of. */
    private RequestSettings research(
            ObjectNode config, ArrayNode tools, ObjectNode toolConfig, boolean vertex) {
        // The turns show how the answer is to look, which the prose is not.
        return request(List.of(), AnswerFormat.TEXT, config, fields(tools, toolConfig, vertex));
    }

    private RequestSettings answer(
            ObjectNode config, ArrayNode tools, ObjectNode toolConfig, boolean vertex) {
        if (answer.function() != null) {
            addAnswerFunction(answer.function(), tools, toolConfig);
        }
        return request(
                spec.prompt().turns().stream()
                        .map(
                                turn ->
                                        new RequestSettings.Example(
                                                TemplateScanner.constant(turn.user()),
                                                TemplateScanner.constant(turn.model())))
                        .toList(),
                answer.format(),
                config,
                fields(tools, toolConfig, vertex));
    }

    private RequestSettings request(
            List<RequestSettings.Example> examples,
            AnswerFormat format,
            ObjectNode config,
            ObjectNode fields) {
        String system = spec.prompt().system();
        return new RequestSettings(
                system == null ? null : TemplateScanner.constant(system),
                examples,
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
        if (!thinking.isEmpty()) {
            ObjectNode thinkingConfig = config.putObject("thinkingConfig");
            if (thinking.level() != null) {
                thinkingConfig.put("thinkingLevel", thinking.level().name());
            }
            if (thinking.budget() != null) {
                thinkingConfig.put("thinkingBudget", thinking.budget());
            }
            if (thinking.includeThoughts()) {
                thinkingConfig.put("includeThoughts", true);
            }
        }
        if (spec.output().mode() == OutputMode.IMAGE) {
            config.putArray("responseModalities").add("TEXT").add("IMAGE");
        }
        return config;
    }

    /** All other fields of a request. What an endpoint's dialect lacks is left out. */
    private ObjectNode fields(ArrayNode tools, ObjectNode toolConfig, boolean vertex) {
        ModelSpec model = spec.model();
        ObjectNode fields = JSON.createObjectNode();
        if (!tools.isEmpty()) {
            fields.set("tools", tools);
        }
        if (!tools.isEmpty() && !toolConfig.isEmpty()) {
            fields.set("toolConfig", toolConfig);
        }
        if (!model.safetySettings().isEmpty()) {
            ArrayNode settings = fields.putArray("safetySettings");
            model.safetySettings().forEach(setting -> settings.add(safety(setting, vertex)));
        }
        if (model.cachedContent() != null) {
            fields.put("cachedContent", model.cachedContent());
        }
        if (model.serviceTier() != null && !vertex) {
            fields.put("serviceTier", model.serviceTier().name().toLowerCase(Locale.ROOT));
        }
        if (vertex && !model.labels().values().isEmpty()) {
            ObjectNode labels = fields.putObject("labels");
            new TreeMap<>(model.labels().values()).forEach(labels::put);
        }
        if (vertex && !model.modelArmorConfig().isEmpty()) {
            fields.set("modelArmorConfig", model.modelArmorConfig());
        }
        return fields;
    }

    private static ObjectNode safety(SafetySpec setting, boolean vertex) {
        ObjectNode json = JSON.createObjectNode();
        json.put("category", setting.category().name());
        json.put("threshold", setting.threshold().name());
        if (setting.method() != null && vertex) {
            json.put("method", setting.method().name());
        }
        return json;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("it was written as JSON", impossible);
        }
    }
}
