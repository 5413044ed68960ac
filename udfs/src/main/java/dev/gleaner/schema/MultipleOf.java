package dev.gleaner.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordType;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.keyword.MultipleOfValidator;
import com.networknt.schema.path.NodePath;

/**
 * The keyword {@code multipleOf}, paid for by the digits that are divided: {@code 1e300} is a
 * number of 301 digits in 5 characters. Thread-safe.
 *
 * @param budget what the check of an answer may take
 */
record MultipleOf(StepBudget budget) implements Keyword {
    private static final int STEPS_A_DIGIT = 40;
    private static final int BITS_A_DIGIT = 3;

    @Override
    public String getValue() {
        return KeywordType.MULTIPLE_OF.getValue();
    }

    @Override
    public KeywordValidator newValidator(
            SchemaLocation location, JsonNode node, Schema parent, SchemaContext context) {
        return new Validator(new MultipleOfValidator(location, node, parent, context), budget);
    }

    private record Validator(MultipleOfValidator unbounded, StepBudget budget)
            implements KeywordValidator {
        @Override
        public void validate(
                ExecutionContext context, JsonNode value, JsonNode root, NodePath place) {
            if (value.isNumber() && value.doubleValue() != 0) {
                int bits =
                        Math.getExponent(value.doubleValue())
                                - Math.getExponent(unbounded.getSchemaNode().doubleValue());
                budget.spend(
                        (Math.abs(bits) / BITS_A_DIGIT + 1L) * STEPS_A_DIGIT,
                        "the keyword multipleOf");
            }
            unbounded.validate(context, value, root, place);
        }

        @Override
        public SchemaLocation getSchemaLocation() {
            return unbounded.getSchemaLocation();
        }

        @Override
        public String getKeyword() {
            return unbounded.getKeyword();
        }
    }
}
