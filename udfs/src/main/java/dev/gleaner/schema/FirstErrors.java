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

    /** As much time as reading some characters. */
    private static final int STEPS_A_KEYWORD = 4;

    private final List<Error> certain;
    private final StepBudget budget;

    private FirstErrors(StepBudget budget) {
        super(CONFIG);
        this.budget = budget;
        certain = getErrors();
    }

    /**
     * Returns the first errors of a value; none if it is as the schema demands.
     *
     * @throws StepBudget.ExceededException if that takes more than the budget
     */
    static List<Error> of(Schema schema, JsonNode value, StepBudget budget) {
        FirstErrors context = new FirstErrors(budget);
        try {
            schema.validate(context, value);
        } catch (FailFastAssertionException enough) {
            return context.certain;
        }
        return context.certain;
    }

    /** Counts each keyword of each value: alternatives that hold each other double the work. */
    @Override
    public void evaluationPathAddLast(String token) {
        budget.spend(STEPS_A_KEYWORD, "the schema's alternatives");
        super.evaluationPathAddLast(token);
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
