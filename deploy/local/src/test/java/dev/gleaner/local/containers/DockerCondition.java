package dev.gleaner.local.containers;

import java.io.PrintStream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/**
 * Lets a test class run where there is a Docker engine, and docker compose if it wants that.
 * Elsewhere it is skipped, which one line of the error stream and the report say; or it fails, if
 * the environment says that it must run.
 */
final class DockerCondition implements ExecutionCondition {
    /** The environment variable that makes a missing engine a failure: {@code true}. */
    static final String REQUIRED = "GLEANER_REQUIRE_CONTAINERS";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean engine = DockerClientFactory.instance().isDockerAvailable();
        String wanted = "Docker engine";
        boolean available = engine;
        if (engine && context.getRequiredTestClass().isAnnotationPresent(RequiresCompose.class)) {
            wanted = "docker compose";
            available = ComposeProject.tool().isPresent();
        }
        return decide(
                context.getDisplayName(),
                wanted,
                available,
                Boolean.parseBoolean(System.getenv(REQUIRED)),
                System.err);
    }

    static ConditionEvaluationResult decide(
            String test, String wanted, boolean available, boolean required, PrintStream console) {
        if (available) {
            return ConditionEvaluationResult.enabled(wanted + " is here");
        }
        if (required) {
            throw new IllegalStateException(
                    "No "
                            + wanted
                            + " was found, but "
                            + REQUIRED
                            + "=true: "
                            + test
                            + " must run");
        }
        String reason = "no " + wanted + " was found; " + REQUIRED + "=true makes this a failure";
        console.println(test + " is skipped: " + reason);
        return ConditionEvaluationResult.disabled(reason);
    }
}
