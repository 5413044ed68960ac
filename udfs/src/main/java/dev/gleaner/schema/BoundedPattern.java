package dev.gleaner.schema;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;

/**
 * A regular expression that gives up. Java's engine backtracks: on the repetitive texts that a
 * model in a loop writes, a careless pattern runs for hours or overflows the stack. After {@value
 * #MAX_STEPS} characters read, about a tenth of a second, the text counts as not matching.
 *
 * <p>Patterns are searched for, not anchored, as JSON Schema says. Thread-safe.
 */
final class BoundedPattern implements RegularExpression {

    static final int MAX_STEPS = 20_000_000;

    private final Pattern pattern;

    private BoundedPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Compiles what JSON Schema writes into what Java understands.
     *
     * @throws java.util.regex.PatternSyntaxException if Java cannot compile the expression
     */
    static BoundedPattern compile(String regex) {
        String java =
                RegularExpressions.replaceLongformCharacterProperties(
                        RegularExpressions.replaceDollarAnchors(regex));
        return new BoundedPattern(Pattern.compile(java));
    }

    @Override
    public boolean matches(String value) {
        try {
            return pattern.matcher(new CountedText(value)).find();
        } catch (TooManyStepsException | StackOverflowError e) {
            return false;
        }
    }

    private static final class CountedText implements CharSequence {

        private final String text;
        private int steps;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MAX_STEPS) {
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
