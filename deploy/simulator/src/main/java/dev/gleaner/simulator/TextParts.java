package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gleaner.simulator.AnswerPart.CodeResult;
import dev.gleaner.simulator.AnswerPart.ExecutableCode;
import dev.gleaner.simulator.AnswerPart.Text;
import dev.gleaner.simulator.AnswerPlan.Form;
import dev.gleaner.simulator.Turns.FunctionReply;
import java.util.ArrayList;
import java.util.List;

/** The words of an answer, with thoughts and code before them if they are wanted. Stateless. */
final class TextParts {

    private static final int LONGEST_ECHO = 200;
    private static final int LONGEST_QUOTE = 4000;

    private TextParts() {}

    static List<AnswerPart> of(GenerateRequest request) {
        AnswerPlan plan = request.plan();
        String text = stopped(text(request), plan.stopSequences());
        if (!plan.tools().codeExecution() && !(plan.thinking() && plan.includeThoughts())) {
            return List.of(Text.of(text));
        }
        List<AnswerPart> parts = new ArrayList<>();
        if (plan.thinking() && plan.includeThoughts()) {
            parts.add(thought(request.prompt()));
        }
        if (plan.tools().codeExecution()) {
            addCode(request, parts);
        }
        parts.add(Text.of(text));
        return parts;
    }

    static Text thought(PromptText prompt) {
        return new Text(
                "**Reading the request**\n\nThe text begins with: "
                        + prompt.opening(LONGEST_ECHO)
                        + "\n",
                true,
                null);
    }

    private static void addCode(GenerateRequest request, List<AnswerPart> parts) {
        String opening = request.prompt().opening(LONGEST_ECHO);
        if (request.plan().form() == Form.TEXT) {
            parts.add(Text.of("Let me count the characters. "));
        }
        parts.add(new ExecutableCode("print(len(" + SchemaAnswer.quote(opening) + "))\n"));
        parts.add(new CodeResult(opening.codePointCount(0, opening.length()) + "\n"));
    }

    private static String text(GenerateRequest request) {
        Schema schema = request.plan().schema();
        PromptText prompt = request.prompt();
        return switch (request.plan().form()) {
            case TEXT -> prose(request);
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

    private static String prose(GenerateRequest request) {
        StringBuilder text = new StringBuilder(LONGEST_ECHO * 2);
        text.append("You wrote: ").append(request.prompt().opening(LONGEST_ECHO)).append(". ");
        for (Media media : request.turns().media()) {
            text.append("You sent ").append(media.words()).append(". ");
        }
        for (FunctionReply reply : request.turns().responses()) {
            String said = reply.response();
            text.append(reply.name())
                    .append(" said ")
                    .append(said, 0, Math.min(said.length(), LONGEST_QUOTE))
                    .append(". ");
        }
        return text.append("That is all there is to say.").toString();
    }

    private static String stopped(String text, List<String> sequences) {
        int end = text.length();
        for (String sequence : sequences) {
            int at = text.indexOf(sequence);
            end = at < 0 ? end : Math.min(end, at);
        }
        return text.substring(0, end);
    }
}
