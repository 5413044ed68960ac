package dev.gleaner.local;

import java.io.File;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets a test class run where the program is that it names. Elsewhere it is skipped, which one line
 * of the error stream and the report say; or it fails, where container tests must run too.
 */
final class ProgramCondition implements ExecutionCondition {
    private static final String REQUIRED = "GLEANER_REQUIRE_CONTAINERS";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getElement()
                .map(element -> element.getAnnotation(RequiresProgram.class))
                .map(RequiresProgram::value)
                .map(
                        program ->
                                decide(
                                        context.getDisplayName(),
                                        program,
                                        isInstalled(program, System.getenv("PATH")),
                                        Boolean.parseBoolean(System.getenv(REQUIRED)),
                                        System.err))
                .orElse(ConditionEvaluationResult.enabled("no program is asked for"));
    }

    static boolean isInstalled(String program, String path) {
        return Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    static ConditionEvaluationResult decide(
            String test, String program, boolean installed, boolean required, PrintStream console) {
        if (installed) {
            return ConditionEvaluationResult.enabled(program + " is here");
        }
        if (required) {
            throw new IllegalStateException(
                    program
                            + " is not in the PATH, but "
                            + REQUIRED
                            + "=true: "
                            + test
                            + " must run");
        }
        String reason = program + " is not installed; " + REQUIRED + "=true makes this a failure";
        console.println(test + " is skipped: " + reason);
        return ConditionEvaluationResult.disabled(reason);
    }
}
