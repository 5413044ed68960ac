package dev.gleaner.sql;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.module.Module;

/** {@code LOAD MODULE gemini WITH (…)}: the functions, with the module's options. Immutable. */
final class GeminiModule implements Module {
    private final Map<String, FunctionDefinition> functions;

    GeminiModule(Map<String, String> options) {
        functions =
                Map.of(
                        GeminiGenerateFunction.NAME,
                        new GeminiGenerateFunction(options),
                        GeminiExtractFunction.NAME,
                        new GeminiExtractFunction(options),
                        GeminiClassifyFunction.NAME,
                        new GeminiClassifyFunction(options));
    }

    @Override
    public Set<String> listFunctions() {
        return functions.keySet();
    }

    @Override
    public Optional<FunctionDefinition> getFunctionDefinition(String name) {
        return Optional.ofNullable(functions.get(name.toUpperCase(Locale.ROOT)));
    }
}
