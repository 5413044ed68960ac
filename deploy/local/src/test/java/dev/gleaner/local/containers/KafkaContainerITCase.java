package dev.gleaner.local.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.job.EnrichmentJob;
import dev.gleaner.local.LocalCluster;
import dev.gleaner.simulator.SimulatorServer;
import dev.gleaner.simulator.SimulatorSettings;
import dev.gleaner.spec.JobSpec;
import dev.gleaner.spec.SpecLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.kafka.KafkaContainer;

/** The job against Kafka's own image, as users run it. */
@RequiresDocker
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class KafkaContainerITCase {
    private final Path directory;

    KafkaContainerITCase(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void bankMessages_eachComeOutOnce() throws Exception {
        try (KafkaContainer kafka = Containers.kafka();
                SimulatorServer simulator = SimulatorServer.start(SimulatorSettings.defaults());
                LocalCluster cluster = LocalCluster.start(directory, 2, "0")) {
            kafka.start();
            BankMessages.load(kafka.getBootstrapServers());
            StreamExecutionEnvironment environment = cluster.environment();
            EnrichmentJob.define(environment, spec(kafka, simulator));
            JobClient job = environment.executeAsync();
            assertThat(job.getJobExecutionResult().get().isJobExecutionResult()).isTrue();
            BankMessages.assertEachCameOutOnce(kafka.getBootstrapServers());
        }
    }

    private JobSpec spec(KafkaContainer kafka, SimulatorServer simulator) throws Exception {
        Path key = Files.writeString(directory.resolve("key"), "any");
        Path file = directory.resolve("spec.yaml");
        Files.writeString(
                file, BankMessages.boundedSpec().replace("env:COMETAPI_KEY", "file:" + key));
        Files.copy(
                BankMessages.FOLDER.resolve(BankMessages.SCHEMA),
                directory.resolve(BankMessages.SCHEMA));
        Map<String, String> environment =
                Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS", kafka.getBootstrapServers(),
                        "GEMINI_ENDPOINT", simulator.baseUri().toString());
        return SpecLoader.load(file, environment::get);
    }
}
