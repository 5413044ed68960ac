package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.simulator.AnswerPlan.Form;
import dev.gleaner.simulator.ToolPlan.Place;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code tools} and {@code toolConfig} to {@link ToolPlan}, refusing what a model cannot do
 * together. Facts: Google's pages on tools, September 2026. One use per request.
 */
final class ToolDecoder {

    private final ModelTraits model;
    private final Dialect dialect;
    private final List<JsonNode> tools;
    private final JsonNode toolConfig;

    ToolDecoder(ModelTraits model, Dialect dialect, JsonNode configuration) {
        this.model = model;
        this.dialect = dialect;
        JsonNode written = configuration.path("tools");
        this.tools = written.isObject() ? List.of(written) : Json.list(written);
        this.toolConfig = Json.get(configuration, "toolConfig");
    }

    ToolPlan decode(Form form) throws RejectedRequestException {
        boolean legacy = has("googleSearchRetrieval");
        if (legacy && !model.legacySearch()) {
            throw invalid(
                    "google_search_retrieval is not supported. Please use google_search field"
                            + " instead.");
        }
        boolean search = legacy || has("googleSearch") || has("enterpriseWebSearch");
        boolean maps = has("googleMaps");
        boolean pages = has("urlContext");
        boolean code = has("codeExecution");
        FunctionDecoder functions = new FunctionDecoder(model, tools, toolConfig);
        checkTogether(form, search || maps || pages, code, functions.any());
        checkServerSide();
        return new ToolPlan(
                search,
                maps,
                place(),
                pages,
                code,
                functions.decode(),
                functions.calls(form == Form.JSON));
    }

    private void checkTogether(Form form, boolean finds, boolean code, boolean functions)
            throws RejectedRequestException {
        boolean vertex = dialect == Dialect.VERTEX;
        if (form != Form.TEXT && !model.toolsWithJson()) {
            String mimeType = form == Form.JSON ? "application/json" : "text/x.enum";
            if (finds && vertex) {
                throw invalid(
                        "Unable to submit request because controlled generation is not supported"
                                + " with Search tool.");
            }
            if (finds || code) {
                throw invalid(
                        "Tool use with a response mime type: '" + mimeType + "' is unsupported");
            }
            if (functions) {
                throw invalid(
                        "Function calling with a response mime type: '"
                                + mimeType
                                + "' is unsupported");
            }
        }
        if (functions && (finds || code) && !model.toolsWithJson()) {
            throw invalid(
                    vertex
                            ? "Multiple tools are supported only when they are all search tools."
                            : "Tool use with function calling is unsupported");
        }
    }

    private void checkServerSide() throws RejectedRequestException {
        if (Json.get(toolConfig, "includeServerSideToolInvocations").asBoolean()
                && !model.toolsWithJson()) {
            throw invalid("include_server_side_tool_invocations is not supported for this model.");
        }
    }

    private @Nullable Place place() throws RejectedRequestException {
        JsonNode latLng = Json.get(Json.get(toolConfig, "retrievalConfig"), "latLng");
        if (!latLng.isObject()) {
            return null;
        }
        double latitude = latLng.path("latitude").asDouble();
        double longitude = latLng.path("longitude").asDouble();
        if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
            throw invalid(
                    "* GenerateContentRequest.tool_config.retrieval_config.lat_lng: latitude must"
                            + " be in the range [-90.0, 90.0] and longitude in the range [-180.0,"
                            + " 180.0].\n");
        }
        return new Place(latitude, longitude);
    }

    private boolean has(String name) {
        return tools().anyMatch(tool -> Json.has(tool, name));
    }

    private Stream<JsonNode> tools() {
        return tools.stream();
    }

    private static RejectedRequestException invalid(String message) {
        return new RejectedRequestException(GoogleErrors.invalid(message));
    }
}
