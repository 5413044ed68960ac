package dev.gleaner.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.FailFastAssertionException;
import com.networknt.schema.Schema;
import java.util.List;
import java.util.Locale;

/**
 * Stops at the first few errors: a model in a loop can write an array of a million wrong items.
 *
 * <p>The library sets the list of errors aside while it tries alternatives, so that what is in the
 * first list is certain. The lists of alternatives are cut, never emptied: the verdict stays right.
 */
final class FirstErrors extends ExecutionContext {

    private static final int MAX_ERRORS = 50;

    private static final ExecutionConfig CONFIG =
            ExecutionConfig.builder().locale(Locale.ROOT).formatAssertionsEnabled(true).build();

    private final List<Error> certain;

    private FirstErrors() {
        super(CONFIG);
        certain = getErrors();
    }

    /** The first errors of a value; none if it is as the schema demands. */
    static List<Error> of(Schema schema, JsonNode value) {
        FirstErrors context = new FirstErrors();
        try {
            schema.validate(context, value);
        } catch (FailFastAssertionException enough) {
            return context.certain;
        }
        return context.certain;
    }

    @Override
    public void addError(Error error) {
        if (getErrors().size() < MAX_ERRORS) {
            super.addError(error);
        }
        stopWhenFull(error);
    }

    @Override
    public void setErrors(List<Error> errors) {
        super.setErrors(errors);
        if (!errors.isEmpty()) {
            stopWhenFull(errors.get(0));
        }
    }

    private void stopWhenFull(Error any) {
        if (getErrors() == certain && certain.size() >= MAX_ERRORS) {
            throw new FailFastAssertionException(any);
        }
    }
}
