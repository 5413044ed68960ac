package dev.gleaner.simulator;

import dev.gleaner.simulator.AnswerPart.CodeResult;
import dev.gleaner.simulator.AnswerPart.ExecutableCode;
import dev.gleaner.simulator.AnswerPart.FunctionCall;
import dev.gleaner.simulator.AnswerPart.InlineData;
import dev.gleaner.simulator.AnswerPart.Text;
import dev.gleaner.simulator.UrlRead.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the answer to a request, whole or with a fault in it. Stateless. */
final class AnswerFactory {

    private static final int SEARCH_TOKENS = 771;
    private static final int PAGE_TOKENS = 1024;
    private static final int BYTES_PER_TOKEN = 4;
    private static final String CALLED = "Model generated function call(s).";

    private AnswerFactory() {}

    static Answer answer(GenerateRequest request, @Nullable Fault fault, int hugeBytes) {
        Answer whole = whole(request, fault == Fault.TOOL_LOOP);
        return fault == null ? whole : AnswerFaults.apply(whole, fault, request, hugeBytes);
    }

    private static Answer whole(GenerateRequest request, boolean forever) {
        AnswerPlan plan = request.plan();
        List<AnswerPart> calls = CallParts.of(request, forever);
        if (!calls.isEmpty()) {
            return called(request, calls);
        }
        List<AnswerPart> parts =
                plan.image() != null
                        ? ImageParts.of(plan.image(), request.prompt())
                        : TextParts.of(request);
        List<UrlRead> urls =
                plan.tools().urlContext() ? UrlRead.all(request.prompt().text()) : List.of();
        Usage usage = usage(request, parts, toolUse(plan.tools(), urls));
        Answer answer = answer(parts, null, usage);
        answer = answer.withNotes(notes(answer, request, urls));
        return tooLong(plan, usage)
                ? AnswerFaults.cut(answer, plan.maxOutputTokens() * BYTES_PER_TOKEN)
                : answer;
    }

    private static boolean tooLong(AnswerPlan plan, Usage usage) {
        return plan.maxOutputTokens() > 0 && usage.candidates().text() > plan.maxOutputTokens();
    }

    /** Half a call is none. */
    private static Answer called(GenerateRequest request, List<AnswerPart> calls) {
        AnswerPlan plan = request.plan();
        List<AnswerPart> parts = new ArrayList<>();
        if (plan.thinking() && plan.includeThoughts()) {
            parts.add(TextParts.thought(request.prompt()));
        }
        parts.addAll(calls);
        Usage usage = usage(request, calls, 0);
        Answer answer = answer(parts, CALLED, usage);
        answer = answer.withNotes(notes(answer, request, List.of()).ofNothing());
        return tooLong(plan, usage) ? AnswerFaults.eaten(answer) : answer;
    }

    private static Answer answer(List<AnswerPart> parts, @Nullable String message, Usage usage) {
        return new Answer(
                Answer.Kind.CANDIDATE, parts, "STOP", message, usage, CandidateNotes.NONE);
    }

    private static CandidateNotes notes(
            Answer answer, GenerateRequest request, List<UrlRead> urls) {
        AnswerPlan plan = request.plan();
        boolean plain =
                !plan.tools().grounds() && plan.logprobs() < 0 && plan.safetyCategories().isEmpty();
        if (plain) {
            return CandidateNotes.NONE;
        }
        String text = answer.text();
        return new CandidateNotes(
                GroundingFactory.of(text, request, urls),
                urls,
                false,
                plan.logprobs() < 0 ? null : LogProbs.of(text, plan.logprobs()),
                plan.safetyCategories());
    }

    private static Usage usage(GenerateRequest request, List<AnswerPart> parts, int toolUse) {
        int text = 0;
        int image = 0;
        for (AnswerPart part : parts) {
            text += textTokens(part);
            image += part instanceof InlineData ? ImageParts.TOKENS : 0;
        }
        int thoughts = request.plan().thinking() ? 24 + StableHash.below(request.id(), 200) : 0;
        return new Usage(
                request.promptTokens(),
                request.cachedTokens(),
                new TokenCounts(text, image, 0, 0, 0),
                thoughts,
                toolUse);
    }

    private static int textTokens(AnswerPart part) {
        if (part instanceof Text said) {
            return said.thought() ? 0 : Tokens.of(said.text());
        }
        if (part instanceof FunctionCall call) {
            return Tokens.of(call.name()) + Tokens.of(call.args());
        }
        if (part instanceof ExecutableCode code) {
            return Tokens.of(code.code());
        }
        return part instanceof CodeResult result ? Tokens.of(result.output()) : 0;
    }

    private static int toolUse(ToolPlan tools, List<UrlRead> urls) {
        int tokens = tools.search() || tools.maps() ? SEARCH_TOKENS : 0;
        for (UrlRead read : urls) {
            tokens += read.status() == Status.SUCCESS ? PAGE_TOKENS : 0;
        }
        return tokens;
    }
}
