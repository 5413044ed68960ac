package dev.gleaner.local.containers;

import java.util.Arrays;
import java.util.List;

/** The commands that the README gives its readers, and {@link ComposeITCase} runs. */
enum ComposeCommand {
    UP("up -d"),
    LOGS("logs job"),
    CONSUME(
            "exec kafka /opt/kafka/bin/kafka-console-consumer.sh --bootstrap-server kafka:19092"
                    + " --topic messages-enriched --isolation-level read_committed --from-beginning"
                    + " --max-messages 3"),
    RESTART("restart"),
    STOP_JOB("exec job gleaner stop"),
    UP_JOB("up -d --build job"),
    DOWN("down"),
    DOWN_WITH_VOLUMES("down --volumes");

    private final String arguments;

    ComposeCommand(String arguments) {
        this.arguments = arguments;
    }

    /** Returns the command as a user types it. */
    String text() {
        return "docker compose " + arguments;
    }

    List<String> arguments() {
        return Arrays.asList(arguments.split(" ", -1));
    }
}
