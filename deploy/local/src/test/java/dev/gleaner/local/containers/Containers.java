package dev.gleaner.local.containers;

import com.github.dockerjava.api.command.CreateContainerCmd;
import java.util.Map;
import java.util.function.Consumer;
import org.testcontainers.kafka.KafkaContainer;

/** The images in use, and how much memory their containers may take. */
final class Containers {
    static final String KAFKA = "apache/kafka:4.2.0";
    static final String FLINK = "flink:2.2.1-java17";

    /** Each process lives for so short a time that the best code comes too late. */
    static final Map<String, String> QUICK = Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");

    private Containers() {}

    static KafkaContainer kafka() {
        return new KafkaContainer(KAFKA)
                .withEnv(QUICK)
                .withEnv("KAFKA_HEAP_OPTS", "-Xms256m -Xmx512m")
                .withEnv("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "4")
                .withCreateContainerCmdModifier(limits(1_024));
    }

    /**
     * Limits what a container may take; beyond it the engine ends it. It runs as root, which can
     * write its configuration also in an image that was built from files without write permission.
     */
    static Consumer<CreateContainerCmd> limits(long mebibytes) {
        return command -> {
            command.withUser("root");
            var host = command.getHostConfig();
            if (host != null) {
                host.withMemory(mebibytes << 20);
            }
        };
    }
}
