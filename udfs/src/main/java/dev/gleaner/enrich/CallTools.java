package dev.gleaner.enrich;

import dev.gleaner.gemini.FunctionCall;
import dev.gleaner.gemini.FunctionResponse;
import dev.gleaner.model.AnswerDetail.Name;
import dev.gleaner.tool.ToolBox;
import dev.gleaner.tool.ToolResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The functions that the model has called for one record. For one thread at a time. */
final class CallTools {
    private final CallContext context;
    private final List<Called> called = new ArrayList<>(0);

    private record Called(FunctionCall function, ToolResult result) {}

    CallTools(CallContext context) {
        this.context = context;
    }

    /**
     * Calls functions, all at once.
     *
     * @param whenDone gets the responses in the order of the calls, once, on any thread
     */
    void call(List<FunctionCall> functions, Consumer<List<FunctionResponse>> whenDone) {
        ToolBox box = Objects.requireNonNull(context.tools());
        AtomicReferenceArray<@Nullable ToolResult> results =
                new AtomicReferenceArray<>(functions.size());
        AtomicInteger missing = new AtomicInteger(functions.size());
        for (int i = 0; i < functions.size(); i++) {
            int index = i;
            FunctionCall function = functions.get(i);
            box.call(
                    function.name(),
                    function.args(),
                    result -> {
                        results.set(index, result);
                        if (missing.decrementAndGet() == 0) {
                            whenDone.accept(responses(functions, results));
                        }
                    });
        }
    }

    private List<FunctionResponse> responses(
            List<FunctionCall> functions, AtomicReferenceArray<@Nullable ToolResult> results) {
        List<FunctionResponse> responses = new ArrayList<>(functions.size());
        for (int i = 0; i < functions.size(); i++) {
            FunctionCall function = functions.get(i);
            ToolResult result = Objects.requireNonNull(results.get(i));
            called.add(new Called(function, result));
            responses.add(new FunctionResponse(function.id(), function.name(), result.json()));
            context.metrics().count(EnrichmentMetric.TOOL_CALLS);
            if (result.outcome() != ToolResult.Outcome.OK) {
                context.metrics().count(EnrichmentMetric.TOOL_FAILURES);
            }
        }
        return responses;
    }

    /** Lists all calls so far, with what they took; what they gave is the model's to use. */
    void tell(CallReport report) {
        report.add(
                Name.TOOL_CALLS,
                AnswerRecord.write(
                        json -> {
                            json.writeStartArray();
                            for (Called one : called) {
                                json.writeStartObject();
                                json.writeStringField("name", one.function().name());
                                json.writeFieldName("args");
                                json.writeRawValue(
                                        new String(one.function().args(), StandardCharsets.UTF_8));
                                json.writeStringField("outcome", one.result().outcome().name());
                                json.writeNumberField(
                                        "latencyMillis", one.result().latency().toMillis());
                                json.writeEndObject();
                            }
                            json.writeEndArray();
                        }));
    }
}
