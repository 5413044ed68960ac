package dev.gleaner.enrich;

import dev.gleaner.enrich.AnswerJudge.Verdict;
import dev.gleaner.gemini.AnswerContent;
import dev.gleaner.gemini.FinishReason;
import dev.gleaner.gemini.FunctionCall;
import dev.gleaner.gemini.FunctionResponse;
import dev.gleaner.gemini.GeminiReply.Answer;
import dev.gleaner.gemini.RequestEncoder;
import dev.gleaner.gemini.Turn;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.GroundingStatus;
import dev.gleaner.model.Prompt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said between one record and one model: the question, perhaps research before it,
 * functions that the model calls, a correction; until there is an enrichment. For one thread at a
 * time.
 */
final class Dialogue {
    /** An answer longer than this is not sent back to be repaired: that would cost more than it. */
    private static final int MAX_REPAIRED_CHARS = 32_768;

    /** No question takes more at once; a model in a loop calls until its answer is full. */
    private static final int MAX_CALLS = 64;

    private final CallContext context;
    private final Route route;
    private final List<Turn> followUp = new ArrayList<>();
    private RequestEncoder encoder;
    private Prompt question;
    private List<String> violations = List.of();
    private boolean researching;
    private boolean grounded;
    private boolean repaired;
    private int rounds;

    /** What follows from an answer. */
    sealed interface Move {
        /**
         * It is an enrichment, and these are its files.
         *
         * @param replaced whether characters that nobody can store were replaced in it
         */
        record Enriched(String json, AnswerContent content, boolean replaced) implements Move {}

        /** The next request is ready. */
        record Ask() implements Move {}

        /** The next request is ready, and corrects this failure. */
        record Repair(FailureKind kind) implements Move {}

        /** The model wants functions called first. */
        record Call(List<FunctionCall> functions) implements Move {}

        /** The same request may bring a better answer. */
        record Unusable(FailureKind kind, String detail) implements Move {}

        /** There is nothing more to say. */
        record GiveUp(FailureKind kind, String detail) implements Move {}
    }

    Dialogue(CallContext context, Route route, Prompt prompt) {
        this.context = context;
        this.route = route;
        question = prompt;
        researching = route.research() != null;
        encoder = route.research() == null ? route.encoder() : route.research();
    }

    /**
     * Returns the next request.
     *
     * @param cachedContent what holds the constant part, or null
     */
    byte[] request(@Nullable String cachedContent) {
        return encoder.encode(question, followUp, cachedContent);
    }

    /** Asks the next question so that another answer is more likely than the one that came. */
    void vary() {
        encoder = encoder.varied();
    }

    /** Returns what encodes the requests of this step. */
    RequestEncoder encoder() {
        return encoder;
    }

    /** Returns what was asked last. */
    Prompt question() {
        return question;
    }

    /** Returns where the last answer broke the schema, as JSON pointers. */
    List<String> violations() {
        return violations;
    }

    /**
     * Takes an answer.
     *
     * @param mayRepair whether there are attempts and time left for a correction
     */
    Move answered(Answer answer, boolean mayRepair) {
        violations = List.of();
        grounded |= answer.metadata().grounding() == GroundingStatus.GROUNDED;
        List<FunctionCall> functions = answer.content().functionCalls();
        if (isIncomplete(answer)) {
            return new Move.Unusable(
                    FailureKind.TRUNCATED,
                    "the answer is incomplete; "
                            + FinishReason.shown(answer.metadata().finishReason()));
        }
        if (context.tools() != null && functions.size() > MAX_CALLS) {
            return new Move.Unusable(
                    FailureKind.UNEXPECTED_FINISH,
                    "the answer calls "
                            + functions.size()
                            + " functions at once, and "
                            + MAX_CALLS
                            + " are the most");
        }
        if (context.tools() != null && !functions.isEmpty()) {
            return ++rounds <= context.settings().tools().maxRounds()
                    ? call(answer, functions)
                    : new Move.GiveUp(
                            FailureKind.TOO_MANY_TOOL_ROUNDS,
                            "functions were called "
                                    + context.settings().tools().maxRounds()
                                    + " times, and are wanted again");
        }
        if (context.settings().output().grounding() == OutputSettings.Grounding.REQUIRED
                && !grounded) {
            return new Move.Unusable(
                    FailureKind.NOT_GROUNDED,
                    "the answer names no sources, and grounding.required is true");
        }
        return researching ? researched(answer) : judged(answer, mayRepair);
    }

    /** Only an enrichment proves that it is whole: no prose, and no call of a function does. */
    private boolean isIncomplete(Answer answer) {
        return FinishReason.isCut(answer.metadata().finishReason())
                && (researching
                        || !answer.content().functionCalls().isEmpty()
                        || !(context.judge().judge(answer) instanceof Verdict.Good));
    }

    private Move call(Answer answer, List<FunctionCall> functions) {
        followUp.add(received(answer.content()));
        return new Move.Call(functions);
    }

    /** Takes what the functions gave, in the order of the calls. */
    void called(List<FunctionResponse> responses) {
        followUp.add(RequestEncoder.functionResponses(responses));
    }

    private Move researched(Answer answer) {
        if (answer.text().isBlank()) {
            return new Move.Unusable(FailureKind.EMPTY_ANSWER, "the research holds no text");
        }
        if (FinishReason.isUnknown(answer.metadata().finishReason())) {
            return new Move.Unusable(
                    FailureKind.UNEXPECTED_FINISH,
                    "the research may be incomplete; "
                            + FinishReason.shown(answer.metadata().finishReason()));
        }
        researching = false;
        encoder = route.encoder();
        followUp.clear();
        question = Research.question(question, answer.text());
        return new Move.Ask();
    }

    private Move judged(Answer answer, boolean mayRepair) {
        Verdict verdict = context.judge().judge(answer);
        if (verdict instanceof Verdict.Good good) {
            return new Move.Enriched(good.json(), answer.content(), good.replaced());
        } else if (verdict instanceof Verdict.Unusable unusable) {
            return new Move.Unusable(unusable.kind(), unusable.detail());
        }
        Verdict.Wrong wrong = (Verdict.Wrong) verdict;
        violations = wrong.pointers();
        return mayRepair && !repaired && corrected(answer, wrong.violations())
                ? new Move.Repair(wrong.kind())
                : new Move.GiveUp(wrong.kind(), wrong.violations());
    }

    private boolean corrected(Answer answer, String violations) {
        byte[] received = answer.content().received();
        int length = received == null ? answer.text().length() : received.length;
        if (length > MAX_REPAIRED_CHARS) {
            return false;
        }
        String correction = "This answer cannot be used: " + violations + ". ";
        followUp.addAll(
                answer.content().functionCalls().isEmpty()
                        ? textTurns(answer, correction)
                        : callTurns(answer.content(), correction));
        repaired = true;
        return true;
    }

    private static List<Turn> textTurns(Answer answer, String correction) {
        return List.of(
                RequestEncoder.modelTurn(answer.text()),
                RequestEncoder.userTurn(
                        correction
                                + "Answer the first message again, corrected, and say nothing"
                                + " else."));
    }

    private static List<Turn> callTurns(AnswerContent content, String correction) {
        return List.of(
                received(content),
                RequestEncoder.functionResponses(
                        content.functionCalls().stream()
                                .map(function -> refused(function, correction))
                                .toList()));
    }

    private static FunctionResponse refused(FunctionCall function, String correction) {
        return new FunctionResponse(
                function.id(),
                function.name(),
                AnswerRecord.write(
                        json -> {
                            json.writeStartObject();
                            json.writeStringField(
                                    "error", correction + "Call the function again, corrected.");
                            json.writeEndObject();
                        }));
    }

    private static Turn received(AnswerContent content) {
        byte[] json = content.received();
        if (json == null) {
            throw new IllegalStateException("a content with functionCalls was not kept");
        }
        return new Turn(json);
    }
}
