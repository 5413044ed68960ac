package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gleaner.simulator.AnswerPart.Text;
import dev.gleaner.simulator.AnswerPlan.Form;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the answer to a request, whole or with a fault in it. Stateless. */
final class AnswerFactory {

    private static final int LONGEST_ECHO = 200;
    private static final int SEARCH_TOKENS = 771;
    private static final int BYTES_PER_TOKEN = 4;

    private AnswerFactory() {}

    static Answer answer(GenerateRequest request, @Nullable Fault fault, int hugeBytes) {
        Answer whole = whole(request);
        return fault == null ? whole : AnswerFaults.apply(whole, fault, request, hugeBytes);
    }

    private static Answer whole(GenerateRequest request) {
        AnswerPlan plan = request.plan();
        String text = text(request);
        Grounding grounding =
                plan.search()
                        ? Grounding.of(text, request.prompt(), plan.form() == Form.JSON)
                        : null;
        int thoughts = plan.thinking() ? 24 + StableHash.below(request.id(), 200) : 0;
        Usage usage =
                new Usage(
                        request.promptTokens(),
                        TokenCounts.NONE,
                        TokenCounts.ofText(Tokens.of(text)),
                        thoughts,
                        plan.search() ? SEARCH_TOKENS : 0);
        List<AnswerPart> parts =
                plan.thinking() && plan.includeThoughts()
                        ? List.of(new Text(thought(request), true, null), Text.of(text))
                        : List.of(Text.of(text));
        CandidateNotes notes =
                grounding == null ? CandidateNotes.NONE : new CandidateNotes(grounding);
        Answer answer = new Answer(Answer.Kind.CANDIDATE, parts, "STOP", null, usage, notes);
        boolean tooLong =
                plan.maxOutputTokens() > 0 && usage.candidates().total() > plan.maxOutputTokens();
        return tooLong
                ? AnswerFaults.cut(answer, plan.maxOutputTokens() * BYTES_PER_TOKEN)
                : answer;
    }

    private static String text(GenerateRequest request) {
        Schema schema = request.plan().schema();
        PromptText prompt = request.prompt();
        return switch (request.plan().form()) {
            case TEXT ->
                    "You wrote: " + prompt.opening(LONGEST_ECHO) + ". That is all there is to say.";
            case JSON ->
                    schema != null
                            ? SchemaAnswer.write(schema, prompt)
                            : JsonNodeFactory.instance
                                    .objectNode()
                                    .put("answer", prompt.opening(LONGEST_ECHO))
                                    .toString();
            case ENUM ->
                    schema != null && !schema.choices().isEmpty()
                            ? ChoicePicker.best(schema.choices(), prompt).asText()
                            : prompt.opening(LONGEST_ECHO);
        };
    }

    private static String thought(GenerateRequest request) {
        return "**Reading the request**\n\nThe text begins with: "
                + request.prompt().opening(LONGEST_ECHO)
                + "\n";
    }
}
