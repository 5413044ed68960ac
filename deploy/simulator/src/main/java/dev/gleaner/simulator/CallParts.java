package dev.gleaner.simulator;

import dev.gleaner.simulator.AnswerPart.FunctionCall;
import dev.gleaner.simulator.ToolPlan.Calls;
import dev.gleaner.simulator.ToolPlan.Function;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which functions an answer calls, with arguments that fit their parameters. Stateless. */
final class CallParts {

    private CallParts() {}

    /** Empty if the answer is a final one; with {@code forever} it never is. */
    static List<AnswerPart> of(GenerateRequest request, boolean forever) {
        ToolPlan tools = request.plan().tools();
        boolean answered = !request.turns().responses().isEmpty();
        boolean once = tools.calls() != Calls.FIRST_ALWAYS;
        if (tools.calls() == Calls.NEVER || (once && answered && !forever)) {
            return List.of();
        }
        int most = tools.calls() == Calls.EACH_ONCE ? tools.functions().size() : 1;
        List<AnswerPart> parts = new ArrayList<>();
        for (Function function : tools.functions().subList(0, most)) {
            parts.add(call(request, function, parts.size()));
        }
        return parts;
    }

    private static FunctionCall call(GenerateRequest request, Function function, int index) {
        boolean signed = request.plan().signatures();
        Turns turns = request.turns();
        String id =
                Long.toHexString(StableHash.with(turns.prompt().hash() + turns.rounds(), index));
        String signature =
                signed && index == 0
                        ? CallSignature.of(request.model(), turns.prompt().hash(), turns.rounds())
                        : null;
        return new FunctionCall(
                signed ? id : null,
                function.name(),
                args(function.parameters(), request),
                signature);
    }

    private static String args(@Nullable Schema parameters, GenerateRequest request) {
        return parameters == null ? "{}" : SchemaAnswer.write(parameters, request.prompt());
    }
}
