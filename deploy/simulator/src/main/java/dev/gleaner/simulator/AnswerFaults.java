package dev.gleaner.simulator;

import dev.gleaner.simulator.AnswerPart.FunctionCall;
import dev.gleaner.simulator.Schema.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The faults inside an answer. Stateless. */
final class AnswerFaults {

    private static final int DRIFT_BYTES = 2;

    private static final int PADDING = 1_000;

    private AnswerFaults() {}

    /** The answer with a fault of {@link Fault.Stage#ANSWER} in it. */
    static Answer apply(Answer whole, Fault fault, GenerateRequest request, int hugeBytes) {
        String text = whole.text();
        return switch (fault) {
            case EMPTY_CANDIDATES -> uncounted(whole.withKind(Answer.Kind.NO_CANDIDATES));
            case PROMPT_BLOCKED -> whole.withKind(Answer.Kind.PROMPT_BLOCKED);
            case SAFETY -> uncounted(whole.withoutContent("SAFETY"));
            case RECITATION -> uncounted(whole.withoutContent("RECITATION"));
            case MAX_TOKENS_CUT -> cut(whole, Math.max(1, text.length() * 3 / 5));
            case MAX_TOKENS_PADDED ->
                    whole.withText(text + "\n".repeat(PADDING)).withFinishReason("MAX_TOKENS");
            case EMPTY_ERROR, UNASKED_EVENTS -> whole;
            case MAX_TOKENS_EMPTY -> eaten(whole);
            case FENCED_JSON -> whole.withText("```json\n" + text + "\n```");
            case SCHEMA_VIOLATION -> violating(whole, request);
            case TRAILING_GARBAGE -> whole.withText(text + "\n\nI hope this helps! {\"");
            case DUPLICATE_KEYS -> whole.withText(duplicateKeys(text));
            case UNKNOWN_FINISH_REASON -> whole.withFinishReason("SIMULATED_REASON");
            case NO_USAGE -> whole.withUsage(null);
            case HUGE_ANSWER -> huge(whole, hugeBytes);
            case INVALID_UTF8 -> whole.withText(broken(text));
            case UNGROUNDED -> whole.withNotes(whole.notes().withGrounding(null));
            case QUERIES_ONLY -> regrounded(whole, Grounding::queriesOnly);
            case DRIFTING_OFFSETS -> regrounded(whole, found -> found.drifted(DRIFT_BYTES));
            case CITATIONS -> whole.withNotes(whole.notes().withCitation());
            case TOOL_LOOP -> whole;
            case EMPTY_TEXT -> uncounted(whole.withoutContent("STOP"));
            case NO_FINISH -> whole.withFinishReason("");
            default -> throw new IllegalArgumentException(fault + " is not inside an answer");
        };
    }

    /** Keeps so many characters, a surrogate pair less if it would be halved. */
    static Answer cut(Answer whole, int characters) {
        String text = whole.text();
        int end = Math.min(characters, text.length());
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        String kept = text.substring(0, end);
        return counted(whole.withText(kept).withFinishReason("MAX_TOKENS"), kept);
    }

    private static Answer counted(Answer answer, String text) {
        Usage usage = Objects.requireNonNull(answer.usage());
        return answer.withUsage(usage.withCandidates(TokenCounts.ofText(Tokens.of(text))));
    }

    private static Answer uncounted(Answer answer) {
        return counted(answer, "");
    }

    /** Nothing is left, all of it counts as thoughts. */
    static Answer eaten(Answer whole) {
        Usage usage = Objects.requireNonNull(whole.usage());
        Usage thoughtOnly =
                usage.withCandidates(TokenCounts.NONE)
                        .withThoughts(Math.max(1, usage.thoughts() + usage.candidates().total()));
        return whole.withoutContent("MAX_TOKENS").withUsage(thoughtOnly);
    }

    private static Answer huge(Answer whole, int bytes) {
        String text = "x".repeat(bytes);
        return counted(whole.withText(text), text);
    }

    private static String broken(String text) {
        int middle = text.length() / 2;
        int at =
                middle > 0 && Character.isHighSurrogate(text.charAt(middle - 1))
                        ? middle - 1
                        : middle;
        return text.substring(0, at) + Answer.BROKEN_BYTES + text.substring(at);
    }

    private static Answer regrounded(Answer whole, UnaryOperator<Grounding> change) {
        Grounding grounding = whole.notes().grounding();
        return grounding == null
                ? whole
                : whole.withNotes(whole.notes().withGrounding(change.apply(grounding)));
    }

    /** Breaks the schema of the answer or, if functions are called, of their parameters. */
    private static Answer violating(Answer whole, GenerateRequest request) {
        List<AnswerPart> parts = new ArrayList<>();
        boolean called = false;
        for (AnswerPart part : whole.parts()) {
            if (part instanceof FunctionCall call) {
                called = true;
                Schema schema = parameters(request, call.name());
                String args = violation(schema, request.prompt(), "{}");
                parts.add(new FunctionCall(call.id(), call.name(), args, call.signature()));
            } else {
                parts.add(part);
            }
        }
        return called
                ? whole.withParts(parts)
                : whole.withText(
                        violation(request.plan().schema(), request.prompt(), whole.text()));
    }

    private static @Nullable Schema parameters(GenerateRequest request, String function) {
        for (ToolPlan.Function declared : request.plan().tools().functions()) {
            if (declared.name().equals(function)) {
                return declared.parameters();
            }
        }
        return null;
    }

    /**
     * Valid JSON that the schema does not allow: the first property gets a value of the wrong kind.
     */
    private static String violation(@Nullable Schema schema, PromptText prompt, String text) {
        if (schema == null || schema.type() != ValueType.OBJECT || schema.properties().isEmpty()) {
            return text.startsWith("{") && !text.equals("{}")
                    ? "[\"broken\"]"
                    : "{\"broken\":true}";
        }
        Map.Entry<String, Schema> first = schema.properties().entrySet().iterator().next();
        String wrong =
                !first.getValue().choices().isEmpty()
                        ? "\"no_such_value\""
                        : first.getValue().type() == ValueType.OBJECT
                                ? "\"broken\""
                                : "{\"broken\":true}";
        String rest = SchemaAnswer.write(without(schema, first.getKey()), prompt);
        String comma = rest.length() > 2 ? "," : "";
        return "{" + SchemaAnswer.quote(first.getKey()) + ":" + wrong + comma + rest.substring(1);
    }

    private static Schema without(Schema schema, String property) {
        Map<String, Schema> rest = new LinkedHashMap<>(schema.properties());
        rest.remove(property);
        return schema.withProperties(rest);
    }

    private static String duplicateKeys(String text) {
        int open = text.indexOf('"');
        int close = text.indexOf("\":", open + 1);
        boolean object = text.startsWith("{") && open > 0 && close > 0;
        return object
                ? "{" + text.substring(open, close + 1) + ":null," + text.substring(1)
                : "{\"key\":1,\"key\":2}";
    }
}
