package dev.gleaner.sql;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.enrich.EnrichmentAbortedException;
import dev.gleaner.model.FailureKind;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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

    /** Each list of words has a schema of its own. Those of the latest lists are kept. */
    private static final int MAX_LISTS = 100;

    /** Stands for the words until a row has some. */
    private static final String NO_WORD_YET = "word";

    private static final String PROMPT =
            "Which of the words fits this text best?\n\n{{" + TextCalls.TEXT + "}}";

    private final Map<String, String> options;
    private final @Nullable FunctionSettings settings;
    private transient @Nullable TextCalls calls;
    private transient @Nullable Map<List<String>, TextCalls> lists;

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
                options, FunctionSettings.of(options, specialized, PROMPT, output()));
    }

    private static ObjectNode output() {
        ObjectNode output = JsonNodeFactory.instance.objectNode().put("mode", "enum");
        output.putArray("values").add(NO_WORD_YET);
        return output;
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
        lists = latest();
    }

    @SuppressWarnings("serial") // transient
    static <T> Map<List<String>, T> latest() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<List<String>, T> eldest) {
                return size() > MAX_LISTS;
            }
        };
    }

    /**
     * Flink calls this for each row. A list with a word that is NULL, blank or there twice is no
     * choice, and its row fails without a call.
     */
    public void eval(
            CompletableFuture<@Nullable String> future,
            @Nullable String text,
            @Nullable String @Nullable [] words)
            throws EnrichmentAbortedException {
        if (text == null || words == null || words.length == 0) {
            future.complete(null);
        } else if (isChoice(words)) {
            of(List.of(words)).call(text, future);
        } else {
            Objects.requireNonNull(calls).refuse(FailureKind.NO_CHOICE, future);
        }
    }

    static boolean isChoice(@Nullable String[] words) {
        Set<String> different = new HashSet<>();
        for (String word : words) {
            if (word == null || word.isBlank() || !different.add(word.strip())) {
                return false;
            }
        }
        return true;
    }

    private TextCalls of(List<String> words) throws EnrichmentAbortedException {
        Map<List<String>, TextCalls> known = Objects.requireNonNull(lists);
        TextCalls one = known.get(words);
        if (one == null) {
            one =
                    Objects.requireNonNull(calls)
                            .asking(Objects.requireNonNull(settings).withWords(words));
            known.put(words, one);
        }
        return one;
    }

    @Override
    public void close() {
        if (calls != null) {
            calls.close();
        }
    }
}
