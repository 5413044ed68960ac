package dev.gleaner.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.model.RecordFormat;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Whether tools, grounding and the form of the answer go together, and with each model. */
final class ToolChecks {
    private final SpecValues values;

    ToolChecks(SpecValues values) {
        this.values = values;
    }

    void run() {
        checkSteps();
        checkLocation();
        checkFunctions();
        checkToolConfig();
        checkCache();
    }

    private void checkSteps() {
        OutputMode mode = values.mode();
        GroundingSteps steps = values.get("grounding.steps", GroundingSteps.class);
        if (mode == null || steps == null || steps == GroundingSteps.AUTO) {
            return;
        }
        boolean prose = mode == OutputMode.TEXT || mode == OutputMode.IMAGE;
        if (steps == GroundingSteps.TWO && prose) {
            values.add(
                    "grounding.steps",
                    "two requests are of no use in mode " + ScalarType.word(mode),
                    "remove it");
        } else if (steps == GroundingSteps.ONE && mode == OutputMode.FUNCTION) {
            values.add(
                    "grounding.steps",
                    "a function that must be called leaves the model no room to look things up",
                    "set auto or two");
        } else if (steps == GroundingSteps.ONE && !prose) {
            before3(
                    "grounding.steps",
                    "takes no tools in a request for JSON",
                    "set auto or two, or output.mode: text");
        }
    }

    /** Says something of each model that is known not to take JSON with tools. */
    private void before3(String path, String problem, String fix) {
        values.models().stream()
                .map(SpecValues.Model::name)
                .filter(ModelFamilies::refusesJsonWithTools)
                .forEach(model -> values.add(path, model + " " + problem, fix));
    }

    private void checkLocation() {
        if (!values.isGiven("grounding.location")) {
            return;
        }
        RecordFormat format = values.get("source.format", RecordFormat.class);
        if (format != null && format != RecordFormat.JSON) {
            values.add(
                    "grounding.location",
                    "names fields, but source.format is not json",
                    "remove it");
        }
        if (values.get("grounding.tool", GroundingTool.class) == GroundingTool.URL_CONTEXT) {
            values.add("grounding.location", "has no use with url-context", "remove it");
        }
    }

    private void checkFunctions() {
        OutputMode mode = values.mode();
        if (!values.hasFunctions()) {
            Stream.of("maxRounds", "timeout")
                    .map(option -> "tools.functions." + option)
                    .filter(values::isGiven)
                    .forEach(
                            path ->
                                    values.add(
                                            path,
                                            "has no use without functions",
                                            "give services or http"));
            return;
        }
        checkNames();
        if (mode == OutputMode.FUNCTION) {
            values.add(
                    "tools.functions",
                    "cannot go with output.mode: function, in which the model must call that one",
                    "set output.mode: schema");
        } else if (values.isGiven("grounding")) {
            before3(
                    "tools.functions",
                    "takes no functions beside grounding",
                    "name a model of Gemini 3, or remove one of the two");
        }
    }

    private void checkNames() {
        Set<Object> names = new HashSet<>();
        List<?> services = values.get("tools.functions.services", List.class);
        if (services != null) {
            names.addAll(services);
        }
        for (String item : values.items("tools.functions.http")) {
            String name = values.get(item + ".name", String.class);
            if (name != null && !names.add(name)) {
                values.add(item + ".name", "\"" + name + "\" is given twice", "rename one");
            }
        }
    }

    private void checkToolConfig() {
        String path = "model.toolConfig";
        JsonNode config = values.get(path, JsonNode.class);
        if (config == null || !values.isGiven(path)) {
            return;
        }
        GeminiFields.TOOL_CONFIG.check(path, config, values, Set.of());
        JsonNode calling = GeminiFields.field(config, "functionCallingConfig");
        JsonNode retrieval = GeminiFields.field(config, "retrievalConfig");
        JsonNode place = GeminiFields.field(retrieval, "latLng");
        check(GeminiFields.FUNCTION_CALLING_CONFIG, path + ".functionCallingConfig", calling);
        check(GeminiFields.RETRIEVAL_CONFIG, path + ".retrievalConfig", retrieval);
        check(GeminiFields.LAT_LNG, path + ".retrievalConfig.latLng", place);
        checkCallingMode(path + ".functionCallingConfig.mode", calling);
        if (values.mode() == OutputMode.FUNCTION && calling.isObject()) {
            values.add(
                    path + ".functionCallingConfig",
                    "is set by the job itself in output.mode: function",
                    "remove it");
        } else if (values.mode() != OutputMode.FUNCTION && !values.hasTools()) {
            values.add(path, "has no use without tools", "remove it, or give tools or grounding");
        }
        if (place.isObject() && values.isGiven("grounding.location")) {
            values.add(
                    path + ".retrievalConfig.latLng",
                    "is set from each record by grounding.location",
                    "remove one of the two");
        }
    }

    /** The mode holds in every round, so that a forced call would be followed by another. */
    private void checkCallingMode(String path, JsonNode calling) {
        String mode = GeminiFields.field(calling, "mode").asText();
        if (values.hasFunctions() && mode.equals("ANY")) {
            values.add(
                    path,
                    "ANY makes the model call a function instead of any answer, until"
                            + " tools.functions.maxRounds",
                    "set AUTO or VALIDATED");
        } else if (values.hasFunctions() && mode.equals("NONE")) {
            values.add(
                    path,
                    "NONE keeps the model from calling what tools.functions gives",
                    "remove one of the two");
        }
    }

    private void check(GeminiFields fields, String path, JsonNode value) {
        if (value.isObject()) {
            fields.check(path, value, values, Set.of());
        }
    }

    private void checkCache() {
        String path = "prompt.cache";
        if (!values.isGiven(path)) {
            return;
        }
        boolean constant =
                values.isGiven("prompt.system")
                        || values.isGiven("prompt.turns")
                        || values.hasTools();
        if (!constant) {
            values.add(
                    path,
                    "has nothing to hold that all prompts share",
                    "put it into prompt.system, or remove cache");
        }
        if (values.isGiven("grounding.location")) {
            values.add(
                    path,
                    "cannot hold the tools, whose location grounding.location takes from records",
                    "remove one of the two");
        }
        if (values.models().stream().anyMatch(values::takesTwoSteps)) {
            values.add(
                    path,
                    "cannot go with answers that take two requests, which share nothing",
                    "remove it, or set grounding.steps: one with a model of Gemini 3");
        }
    }
}
