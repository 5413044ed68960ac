package dev.gleaner.sql;

import dev.gleaner.enrich.EnrichmentAbortedException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.functions.AsyncScalarFunction;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.jspecify.annotations.Nullable;

/** {@code GEMINI_CLASSIFY(text, ARRAY['a', 'b'])}: the one of some words that fits a text. */
public final class GeminiClassifyFunction extends AsyncScalarFunction
        implements SpecializedFunction {
    private static final long serialVersionUID = 1L;

    static final String NAME = "GEMINI_CLASSIFY";

    /** Each list of words has a schema of its own, which is kept for as long as the query runs. */
    private static final int MAX_LISTS = 100;

    private static final String PROMPT =
            "Which of the words fits this text best?\n\n{{" + TextCalls.TEXT + "}}";

    private final Map<String, String> options;
    private final @Nullable FunctionSettings settings;
    private transient @Nullable FunctionContext context;
    private transient @Nullable Map<List<String>, TextCalls> calls;

    /** For {@code CREATE FUNCTION}; options are those of the session. */
    public GeminiClassifyFunction() {
        this(Map.of());
    }

    /**
     * @param options of the module
     */
    GeminiClassifyFunction(Map<String, String> options) {
        this(options, null);
    }

    private GeminiClassifyFunction(
            Map<String, String> options, @Nullable FunctionSettings settings) {
        this.options = Map.copyOf(options);
        this.settings = settings;
    }

    @Override
    public UserDefinedFunction specialize(SpecializedContext specialized) {
        return new GeminiClassifyFunction(
                options,
                FunctionSettings.of(options, specialized.getConfiguration(), PROMPT, null));
    }

    /** Flink must not call it while it plans, nor once for several rows. */
    @Override
    public boolean isDeterministic() {
        return false;
    }

    @Override
    public void open(FunctionContext newContext) {
        context = newContext;
        calls = new HashMap<>();
    }

    /** Flink calls this for each row. */
    public void eval(
            CompletableFuture<@Nullable String> future,
            @Nullable String text,
            String @Nullable [] words)
            throws EnrichmentAbortedException {
        if (text == null || words == null || words.length == 0) {
            future.complete(null);
            return;
        }
        of(Arrays.asList(words)).call(text, future);
    }

    private TextCalls of(List<String> words) throws EnrichmentAbortedException {
        Map<List<String>, TextCalls> open = Objects.requireNonNull(calls);
        TextCalls one = open.get(words);
        if (one == null) {
            if (open.size() == MAX_LISTS) {
                throw new TableException(
                        NAME + " was given more than " + MAX_LISTS + " different lists of words");
            }
            FunctionContext here = Objects.requireNonNull(context);
            one =
                    TextCalls.open(
                            NAME,
                            Objects.requireNonNull(settings, "Flink specializes it first")
                                    .withWords(words),
                            here,
                            here.getMetricGroup()
                                    .addGroup(NAME)
                                    .addGroup("list", String.valueOf(open.size())));
            open.put(words, one);
        }
        return one;
    }

    @Override
    public void close() {
        if (calls != null) {
            calls.values().forEach(TextCalls::close);
        }
    }
}
