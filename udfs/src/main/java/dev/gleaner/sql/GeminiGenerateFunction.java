package dev.gleaner.sql;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.table.functions.AsyncScalarFunction;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.jspecify.annotations.Nullable;

/** {@code GEMINI_GENERATE(prompt)}: the answer to a prompt, as text. */
public final class GeminiGenerateFunction extends AsyncScalarFunction
        implements SpecializedFunction {
    private static final long serialVersionUID = 1L;

    static final String NAME = "GEMINI_GENERATE";

    private final Map<String, String> options;
    private final @Nullable FunctionSettings settings;
    private transient @Nullable TextCalls calls;

    /** For {@code CREATE FUNCTION}; options are those of the session. */
    public GeminiGenerateFunction() {
        this(Map.of());
    }

    /**
     * @param options of the module
     */
    GeminiGenerateFunction(Map<String, String> options) {
        this(options, null);
    }

    private GeminiGenerateFunction(
            Map<String, String> options, @Nullable FunctionSettings settings) {
        this.options = Map.copyOf(options);
        this.settings = settings;
    }

    @Override
    public UserDefinedFunction specialize(SpecializedContext context) {
        return new GeminiGenerateFunction(
                options,
                FunctionSettings.of(
                        options,
                        context,
                        "{{" + TextCalls.TEXT + "}}",
                        JsonNodeFactory.instance.objectNode().put("mode", "text")));
    }

    /** Flink must not call it while it plans, nor once for several rows. */
    @Override
    public boolean isDeterministic() {
        return false;
    }

    @Override
    public void open(FunctionContext context) throws Exception {
        calls =
                TextCalls.open(
                        NAME,
                        Objects.requireNonNull(settings, "Flink specializes it first"),
                        context);
    }

    /** Flink calls this for each row. */
    public void eval(CompletableFuture<@Nullable String> future, @Nullable String prompt) {
        Objects.requireNonNull(calls).call(prompt, future);
    }

    @Override
    public void close() {
        if (calls != null) {
            calls.close();
        }
    }
}
