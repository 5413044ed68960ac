package dev.gleaner.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A function that reads from the web. Thread-safe. */
final class HttpTool implements EnrichmentTool {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final HttpToolSettings settings;
    private final JsonNode parameters;
    private final Set<String> optional;
    private final UrlTemplate url;
    private final WebGet web;

    /**
     * @throws IllegalArgumentException if it could not work
     */
    HttpTool(HttpToolSettings settings, WebGet web) {
        this.settings = settings;
        this.web = web;
        try {
            parameters = MAPPER.readTree(settings.parameters());
            url = UrlTemplate.of(settings.url());
            optional = optional(url.arguments(), parameters);
            new AllowedHosts(settings.allowedHosts()).check(url.sample());
            if (settings.maxBytes() < 1) {
                throw new IllegalArgumentException("maxBytes must be at least 1");
            }
        } catch (IllegalArgumentException e) {
            throw problem(String.valueOf(e.getMessage()), e);
        } catch (JsonProcessingException e) {
            throw problem("parameters are not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public String description() {
        return settings.description();
    }

    @Override
    public JsonNode parameters() {
        return parameters;
    }

    @Override
    public CompletionStage<JsonNode> call(JsonNode args) {
        try {
            return web.get(url.render(args, optional), settings.maxBytes())
                    .thenCompose(HttpTool::result);
        } catch (ToolFailureException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static CompletionStage<JsonNode> result(WebAnswer answer) {
        try {
            return CompletableFuture.completedFuture(answer.json());
        } catch (ToolFailureException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Returns the arguments that the parameters do not require. */
    private static Set<String> optional(Set<String> arguments, JsonNode parameters) {
        Set<String> optional = new LinkedHashSet<>(arguments);
        for (String argument : arguments) {
            if (!parameters.path("properties").has(argument)) {
                throw new IllegalArgumentException(
                        "url has {" + argument + "}, which is not among the parameters");
            }
        }
        for (JsonNode required : parameters.path("required")) {
            optional.remove(required.asText());
        }
        return Set.copyOf(optional);
    }

    private IllegalArgumentException problem(String what, Exception cause) {
        return new IllegalArgumentException(
                "tools.functions.http: '" + settings.name() + "': " + what, cause);
    }
}
