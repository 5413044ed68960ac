package dev.gleaner.schema;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.Formats;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Checks answers: one JSON document, and as the schema demands. Costly to make, cheap to use;
 * thread-safe. Never goes to the network, never throws because of an answer, and takes a bounded
 * time whatever the schema and the answer are.
 */
public final class AnswerValidator {

    private static final String NOT_FINITE = "no number beyond the range of a double";
    private static final String LESS_DEEP = "nested less deeply";
    private static final String QUICK_TO_CHECK =
            "quick to check: the check was stopped after too many steps of ";

    private final StrictJson json = new StrictJson();
    private final @Nullable Schema schema;
    private final StepBudget budget;

    private AnswerValidator(@Nullable Schema schema, StepBudget budget) {
        this.schema = schema;
        this.budget = budget;
    }

    /** A validator that any one JSON document satisfies. */
    public static AnswerValidator jsonOnly() {
        return new AnswerValidator(null, new StepBudget());
    }

    /**
     * A validator for a schema, with {@code format} checked, not just noted.
     *
     * @param validationSchema from {@link ResponseSchema#validationSchema}
     * @throws IllegalArgumentException if this is no JSON Schema, or refers to another document
     */
    public static AnswerValidator forSchema(String validationSchema) {
        StepBudget budget = new StepBudget();
        SchemaRegistryConfig config =
                SchemaRegistryConfig.builder()
                        .locale(Locale.ROOT)
                        .formatAssertionsEnabled(true)
                        .regularExpressionFactory(regex -> BoundedPattern.compile(regex, budget))
                        // the library's own texts quote the answer; ours do not, so none are loaded
                        .messageSource((key, text, locale, arguments) -> key)
                        .build();
        SchemaRegistry registry =
                SchemaRegistry.withDialect(
                        dialect(budget),
                        builder ->
                                builder.schemaRegistryConfig(config)
                                        .schemaLoader(loader -> loader.block(iri -> true)));
        try {
            Schema schema = registry.getSchema(validationSchema, InputFormat.JSON);
            schema.initializeValidators();
            return new AnswerValidator(schema, budget);
        } catch (SchemaException e) {
            throw new IllegalArgumentException("validationSchema cannot be used", e);
        }
    }

    private static Dialect dialect(StepBudget budget) {
        return Dialect.builder(Dialects.getDraft202012())
                .formats(BoundedFormat.of(Formats.DEFAULT, budget))
                .keyword(new UniqueItems())
                .keyword(new MultipleOf(budget))
                .build();
    }

    /**
     * Checks one answer.
     *
     * @param answerText the text of the answer's parts, joined
     */
    public AnswerCheck check(String answerText) {
        AnswerCheck parsed = json.parse(answerText);
        if (schema == null || !(parsed instanceof AnswerCheck.Valid valid)) {
            return parsed;
        }
        try {
            List<Error> errors = FirstErrors.of(schema, valid.node(), budget);
            return errors.isEmpty() ? valid : new AnswerCheck.Invalid(violations(errors));
        } catch (ArithmeticException | NumberFormatException e) {
            return new AnswerCheck.Invalid(List.of(new Violation("", NOT_FINITE)));
        } catch (StackOverflowError e) {
            // A schema that contains itself is followed as deep as the answer goes.
            return new AnswerCheck.Invalid(List.of(new Violation("", LESS_DEEP)));
        } catch (StepBudget.ExceededException e) {
            return new AnswerCheck.Invalid(List.of(new Violation("", QUICK_TO_CHECK + e.what())));
        } finally {
            budget.reset();
        }
    }

    private static List<Violation> violations(List<Error> errors) {
        return errors.stream()
                .map(AnswerValidator::violation)
                .distinct()
                .limit(AnswerCheck.Invalid.MAX_VIOLATIONS)
                .toList();
    }

    private static Violation violation(Error error) {
        String pointer = error.getInstanceLocation().toString();
        if (error.getKeyword().equals("required")) {
            return new Violation(pointer, "with the property \"" + error.getProperty() + "\"");
        }
        return new Violation(pointer, Demand.of(error.getKeyword(), error.getSchemaNode()));
    }
}
