package dev.gleaner.enrich;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.gleaner.enrich.OutputSettings.Mode;
import dev.gleaner.gemini.FinishReason;
import dev.gleaner.gemini.FunctionCall;
import dev.gleaner.gemini.GeminiReply.Answer;
import dev.gleaner.model.FailureKind;
import dev.gleaner.schema.AnswerCheck;
import dev.gleaner.schema.AnswerValidator;
import dev.gleaner.text.ByteOrderMark;
import dev.gleaner.text.StorableText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether an answer is what was asked for, by the mode of the output. Thread-safe. */
final class AnswerJudge {
    private final OutputSettings output;
    private final AnswerValidator validator;
    private final @Nullable ChosenWord words;
    private final Function<String, @Nullable String> misfit;

    /** What an answer is. */
    sealed interface Verdict {
        /**
         * It is an enrichment.
         *
         * @param json the enrichment
         * @param replaced whether characters that nobody can store were replaced in it
         */
        record Good(String json, boolean replaced) implements Verdict {}

        /**
         * It says what was not asked for; asking again, with the violations, may help.
         *
         * @param pointers where it breaks the schema
         */
        record Wrong(FailureKind kind, String violations, List<String> pointers)
                implements Verdict {

            /** An answer that is wrong as a whole. */
            Wrong(FailureKind kind, String violations) {
                this(kind, violations, List.of());
            }
        }

        /** It is no answer; asking again may help. */
        record Unusable(FailureKind kind, String detail) implements Verdict {}
    }

    AnswerJudge(OutputSettings output) {
        this(
                output,
                output.validationSchema() == null
                        ? AnswerValidator.jsonOnly()
                        : AnswerValidator.forSchema(output.validationSchema()),
                output.mode() == Mode.ENUM && output.validationSchema() != null
                        ? new ChosenWord(output.validationSchema())
                        : null,
                json -> null);
    }

    private AnswerJudge(
            OutputSettings output,
            AnswerValidator validator,
            @Nullable ChosenWord words,
            Function<String, @Nullable String> misfit) {
        this.output = output;
        this.validator = validator;
        this.words = words;
        this.misfit = misfit;
    }

    /**
     * Returns the same for somebody who cannot take every enrichment.
     *
     * @param why tells why one cannot be taken, or null if it can; thread-safe
     */
    AnswerJudge takenBy(Function<String, @Nullable String> why) {
        return new AnswerJudge(output, validator, words, why);
    }

    /** Returns what an answer is. */
    Verdict judge(Answer answer) {
        Verdict verdict = byMode(answer);
        String why = verdict instanceof Verdict.Good good ? misfit.apply(good.json()) : null;
        return why == null ? verdict : new Verdict.Wrong(FailureKind.SCHEMA_VIOLATION, why);
    }

    private Verdict byMode(Answer answer) {
        return switch (output.mode()) {
            case SCHEMA, JSON -> json(answer, answer.text());
            case ENUM -> word(answer);
            case TEXT -> text(answer);
            case FUNCTION -> function(answer, answer.content().functionCalls());
            case IMAGE -> image(answer);
        };
    }

    private Verdict word(Answer answer) {
        String text = answer.text();
        String word = words == null ? text.strip() : words.in(text);
        boolean cut = isCut(answer) && text.stripTrailing().equals(text);
        return cut && words != null && words.mayGoOn(word)
                ? unfinished(answer)
                : json(answer, quoted(word));
    }

    private static Verdict image(Answer answer) {
        if (!stopped(answer)) {
            return unfinished(answer);
        }
        return answer.content().blobs().isEmpty()
                ? new Verdict.Unusable(FailureKind.EMPTY_ANSWER, "no image")
                : good(quoted(answer.text()));
    }

    private Verdict function(Answer answer, List<FunctionCall> calls) {
        if (isCut(answer)) {
            return unfinished(answer); // arguments may be missing that the schema does not require
        }
        if (calls.isEmpty()) {
            return new Verdict.Unusable(FailureKind.UNEXPECTED_FINISH, "no functionCall");
        }
        // A record has one enrichment; none of several calls may go unseen.
        return calls.size() == 1
                ? json(answer, new String(calls.get(0).args(), StandardCharsets.UTF_8))
                : new Verdict.Wrong(
                        FailureKind.SCHEMA_VIOLATION,
                        "the function was called " + calls.size() + " times, not once");
    }

    private Verdict json(Answer answer, String json) {
        if (json.isBlank()) {
            return isCut(answer) ? unfinished(answer) : empty(answer);
        }
        String storable = StorableText.ofJson(json);
        AnswerCheck check = validator.check(storable);
        if (check instanceof AnswerCheck.Valid valid) {
            return isCut(answer) && valid.node().isNumber() // of which digits may be missing
                    ? unfinished(answer)
                    : new Verdict.Good(valid.json(), !storable.equals(json));
        } else if (!stopped(answer)) {
            return unfinished(answer);
        } else if (check instanceof AnswerCheck.NotJson notJson) {
            return new Verdict.Wrong(FailureKind.INVALID_ANSWER, notJson.reason());
        }
        AnswerCheck.Invalid invalid = (AnswerCheck.Invalid) check;
        return new Verdict.Wrong(
                FailureKind.SCHEMA_VIOLATION, invalid.summary(), invalid.pointers());
    }

    private static Verdict text(Answer answer) {
        if (!stopped(answer)) {
            return unfinished(answer);
        }
        return answer.text().isBlank() ? empty(answer) : good(quoted(answer.text()));
    }

    private static Verdict good(String json) {
        String storable = StorableText.ofJson(json);
        return new Verdict.Good(storable, !storable.equals(json));
    }

    private static Verdict empty(Answer answer) {
        return answer.content().functionCalls().isEmpty()
                ? new Verdict.Unusable(FailureKind.EMPTY_ANSWER, "no text")
                : new Verdict.Unusable(
                        FailureKind.UNEXPECTED_FINISH, "only a functionCall, which nobody offered");
    }

    private static Verdict unfinished(Answer answer) {
        return new Verdict.Unusable(
                isCut(answer) ? FailureKind.TRUNCATED : FailureKind.UNEXPECTED_FINISH,
                "the answer is incomplete; "
                        + FinishReason.shown(answer.metadata().finishReason()));
    }

    private static boolean isCut(Answer answer) {
        return FinishReason.isCut(answer.metadata().finishReason());
    }

    /** Some answers are complete and carry no reason. */
    private static boolean stopped(Answer answer) {
        @Nullable String finishReason = answer.metadata().finishReason();
        return finishReason == null || finishReason.equalsIgnoreCase("STOP");
    }

    private static String quoted(String text) {
        char[] quoted = JsonStringEncoder.getInstance().quoteAsString(ByteOrderMark.without(text));
        return '"' + String.valueOf(quoted) + '"';
    }
}
