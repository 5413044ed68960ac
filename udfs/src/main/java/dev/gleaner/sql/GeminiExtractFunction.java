package dev.gleaner.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.functions.AsyncScalarFunction;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.jspecify.annotations.Nullable;

/** {@code GEMINI_EXTRACT(text, schemaJson)}: facts of a text by a schema, as JSON. */
public final class GeminiExtractFunction extends AsyncScalarFunction
        implements SpecializedFunction {
    private static final long serialVersionUID = 1L;

    static final String NAME = "GEMINI_EXTRACT";

    private static final String PROMPT =
            "Extract from this text what is asked for:\n\n{{" + TextCalls.TEXT + "}}";

    private final Map<String, String> options;
    private final @Nullable FunctionSettings settings;
    private transient @Nullable TextCalls calls;

    /** For {@code CREATE FUNCTION}; options are those of the session. */
    public GeminiExtractFunction() {
        this(Map.of());
    }

    /**
     * @param options of the module
     */
    GeminiExtractFunction(Map<String, String> options) {
        this(options, null);
    }

    private GeminiExtractFunction(
            Map<String, String> options, @Nullable FunctionSettings settings) {
        this.options = Map.copyOf(options);
        this.settings = settings;
    }

    @Override
    public UserDefinedFunction specialize(SpecializedContext context) {
        String schema =
                context.getCallContext()
                        .getArgumentValue(1, String.class)
                        .orElseThrow(
                                () ->
                                        new ValidationException(
                                                NAME
                                                        + " needs its schema as a literal, so that"
                                                        + " it is checked before the query runs"));
        return new GeminiExtractFunction(
                options, FunctionSettings.of(options, context, PROMPT, output(schema)));
    }

    private static ObjectNode output(String schema) {
        try {
            ObjectNode output = JsonNodeFactory.instance.objectNode();
            output.set("responseSchema", new JsonMapper().readTree(schema));
            return output;
        } catch (JsonProcessingException invalid) {
            throw new ValidationException(
                    "The schema of " + NAME + " is not JSON" + QueryOption.fault(invalid));
        }
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
    public void eval(
            CompletableFuture<@Nullable String> future, @Nullable String text, String schemaJson) {
        Objects.requireNonNull(calls).call(text, future);
    }

    @Override
    public void close() {
        if (calls != null) {
            calls.close();
        }
    }
}
