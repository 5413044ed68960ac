package dev.gleaner.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/** What {@link AnswerValidator#check} found; stays in memory. */
public sealed interface AnswerCheck {

    /**
     * The answer is what the schema demands.
     *
     * @param json the document as the model wrote it, without a fence and outer white space: no
     *     number is rewritten
     * @param node the same, parsed
     */
    record Valid(String json, JsonNode node) implements AnswerCheck {}

    /**
     * The answer is not one JSON document.
     *
     * @param reason what is wrong and at which position, without any of the text
     */
    record NotJson(String reason) implements AnswerCheck {}

    /**
     * The answer is JSON, but not as demanded.
     *
     * @param violations the first of them, at least one
     */
    record Invalid(List<Violation> violations) implements AnswerCheck {

        static final int MAX_VIOLATIONS = 10;

        public Invalid {
            violations = List.copyOf(violations);
        }

        /** Returns the places of the violations as JSON pointers, each once. */
        public List<String> pointers() {
            return violations.stream().map(Violation::pointer).distinct().toList();
        }

        /** All in one line, without any of the answer's values. */
        public String summary() {
            return violations.stream().map(Violation::toString).collect(Collectors.joining("; "));
        }
    }
}
