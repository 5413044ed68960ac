package dev.gleaner.schema;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import java.util.Locale;

/**
 * Keeps the first errors only: a model in a loop can write an array of a million wrong items.
 * Whether there is an error at all is never lost, so that the verdict stays right.
 */
final class FirstErrors extends ExecutionContext {

    private static final int MAX_ERRORS = 50;

    private static final ExecutionConfig CONFIG =
            ExecutionConfig.builder().locale(Locale.ROOT).formatAssertionsEnabled(true).build();

    FirstErrors() {
        super(CONFIG);
    }

    @Override
    public void addError(Error error) {
        if (getErrors().size() < MAX_ERRORS) {
            super.addError(error);
        }
    }
}
