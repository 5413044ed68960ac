package dev.gleaner.schema;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;

/**
 * A regular expression that gives up. Java's engine backtracks: on the repetitive texts that a
 * model in a loop writes, a careless pattern runs for hours or overflows the stack. Each character
 * that it reads is a step of the {@link StepBudget} of the answer.
 *
 * <p>Patterns are searched for, not anchored, as JSON Schema says. Thread-safe.
 */
final class BoundedPattern implements RegularExpression {

    private final Pattern pattern;
    private final StepBudget budget;

    private BoundedPattern(Pattern pattern, StepBudget budget) {
        this.pattern = pattern;
        this.budget = budget;
    }

    /**
     * Compiles what JSON Schema writes into what Java understands.
     *
     * @throws java.util.regex.PatternSyntaxException if Java cannot compile the expression
     */
    static BoundedPattern compile(String regex, StepBudget budget) {
        String java =
                RegularExpressions.replaceLongformCharacterProperties(
                        RegularExpressions.replaceDollarAnchors(regex));
        return new BoundedPattern(Pattern.compile(java), budget);
    }

    /**
     * Searches a text.
     *
     * @throws StepBudget.ExceededException if that takes too many steps or too much of the stack
     */
    @Override
    public boolean matches(String value) {
        CountedText text = new CountedText(value, budget.left());
        try {
            return pattern.matcher(text).find();
        } catch (TooManyStepsException | StackOverflowError e) {
            throw new StepBudget.ExceededException("the regular expression " + pattern);
        } finally {
            budget.spend(Math.min(text.steps, budget.left()), "");
        }
    }

    private static final class CountedText implements CharSequence {

        private final String text;
        private final int most;
        private int steps;

        CountedText(String text, int most) {
            this.text = text;
            this.most = most;
        }

        @Override
        public char charAt(int index) {
            if (++steps > most) {
                throw new TooManyStepsException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Leaves the engine; never leaves this class. */
    private static final class TooManyStepsException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManyStepsException() {
            super(null, null, false, false);
        }
    }
}
