package dev.gleaner.spec;

import dev.gleaner.gemini.EndpointMistake;
import dev.gleaner.gemini.EndpointSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is valid in a spec, by path, for checks that add to what is wrong with it. */
final class SpecValues {
    private final Map<String, Object> values;
    private final Problems problems;

    /**
     * A model that calls may go to.
     *
     * @param path of the option that names it
     */
    record Model(String path, String name) {
        Optional<ModelFamily> family() {
            return ModelFamilies.of(name);
        }
    }

    SpecValues(Map<String, Object> values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    <T> @Nullable T get(String path, Class<T> type) {
        return type.cast(values.get(path));
    }

    boolean isTrue(String path) {
        return Boolean.TRUE.equals(values.get(path));
    }

    /** Returns whether it is written down, rightly or not. */
    boolean isGiven(String path) {
        return problems.isGiven(path);
    }

    void add(String path, String problem, String fix) {
        problems.add(path, problem, fix);
    }

    /** Returns the paths of the items of a list of sections. */
    List<String> items(String list) {
        List<String> paths = new ArrayList<>();
        for (int i = 0; isGiven(list + "[" + i + "]"); i++) {
            paths.add(list + "[" + i + "]");
        }
        return paths;
    }

    /** Returns the model that is asked first, then those that calls fall back to. */
    List<Model> models() {
        List<String> paths = new ArrayList<>(List.of("model"));
        paths.addAll(items("model.fallbacks"));
        List<Model> models = new ArrayList<>();
        for (String path : paths) {
            String name = get(path + ".name", String.class);
            if (name != null) {
                models.add(new Model(path + ".name", name));
            }
        }
        return models;
    }

    /** Returns whether an endpoint is Vertex AI's, as far as its address tells. */
    boolean isVertex(String endpoint) {
        URI address = get(endpoint, URI.class);
        return address != null
                && (EndpointSettings.isVertex(address)
                        || address.getHost().endsWith("aiplatform.googleapis.com"));
    }

    /** Refuses an address that shows by its path that it is no base of a Gemini API. */
    void checkPath(String path, URI endpoint) {
        EndpointMistake mistake = EndpointMistake.of(endpoint);
        if (mistake != null) {
            add(path, mistake.problem(), mistake.fix());
        }
    }

    /** Returns the mode, or null if what is written is none. */
    @Nullable OutputMode mode() {
        return get("output.mode", OutputMode.class);
    }

    /** Returns whether the model may use anything while it answers. */
    boolean hasTools() {
        return isGiven("grounding") || isTrue("tools.codeExecution") || hasFunctions();
    }

    /** Returns whether the model may call functions to look things up. */
    boolean hasFunctions() {
        return isGiven("tools.functions.services") || isGiven("tools.functions.http");
    }

    /** Returns whether a model's answer takes a request before it. */
    boolean takesTwoSteps(Model model) {
        OutputMode mode = mode();
        GroundingSteps steps =
                isGiven("grounding") ? get("grounding.steps", GroundingSteps.class) : null;
        return mode != null && hasTools() && AnswerSteps.areTwo(mode, steps, model.name());
    }
}
