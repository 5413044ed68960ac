package dev.gleaner.local.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.MountableFile;

/**
 * A Flink session cluster with Kafka and the simulator, one container each, on a network of their
 * own. The job manager holds the jar and the specs; the key is on the task manager alone.
 */
final class FlinkSession implements AutoCloseable {
    static final String JAR = "/jars/gleaner-job.jar";
    static final String SPEC = "/specs/spec.yaml";
    static final Path SQL_JAR = Path.of("../../udfs/target/gleaner-sql.jar");

    private static final int REST_PORT = 8081;
    private static final int SIMULATOR_PORT = 8089;
    private static final String OPTIONS =
            """
            jobmanager.rpc.address: jobmanager
            jobmanager.memory.process.size: 1000m
            taskmanager.memory.process.size: 1400m
            taskmanager.numberOfTaskSlots: 2
            parallelism.default: 2
            execution.checkpointing.interval: 1s
            restart-strategy.type: none
            """;

    private final Network network = Network.newNetwork();
    private final KafkaContainer kafka =
            Containers.kafka().withNetwork(network).withListener("kafka:19092");
    private final GenericContainer<?> simulator;
    private final GenericContainer<?> jobManager;
    private final GenericContainer<?> taskManager;

    private FlinkSession(String spec, List<Path> libraries) {
        simulator =
                flink("simulator", 512)
                        .withCopyFileToContainer(
                                jar("../simulator/target/gleaner-simulator.jar"), "/simulator.jar")
                        .withCommand(
                                "java -Xmx256m -jar /simulator.jar --host 0.0.0.0 --port "
                                        + SIMULATOR_PORT)
                        .withExposedPorts(SIMULATOR_PORT)
                        .waitingFor(Wait.forHttp("/health").forPort(SIMULATOR_PORT));
        jobManager =
                // Flink's client runs here, too.
                flink("jobmanager", 2_048)
                        .withCopyFileToContainer(jar("../../job/target/gleaner-job.jar"), JAR)
                        .withCopyFileToContainer(
                                jar(BankMessages.FOLDER.resolve(BankMessages.SCHEMA).toString()),
                                "/specs/" + BankMessages.SCHEMA)
                        .withCopyToContainer(Transferable.of(spec), SPEC)
                        .withEnv("KAFKA_BOOTSTRAP_SERVERS", "kafka:19092")
                        .withEnv("GEMINI_ENDPOINT", "http://simulator:" + SIMULATOR_PORT)
                        .withCommand("jobmanager")
                        .withExposedPorts(REST_PORT)
                        .waitingFor(Wait.forHttp("/overview").forPort(REST_PORT));
        taskManager =
                flink("taskmanager", 1_536)
                        .withEnv("COMETAPI_KEY", "any")
                        .withCommand("taskmanager")
                        .waitingFor(
                                Wait.forLogMessage(
                                        ".*Successful registration at resource manager.*", 1));
        for (Path library : libraries) {
            for (GenericContainer<?> container : List.of(jobManager, taskManager)) {
                container.withCopyFileToContainer(
                        jar(library.toString()), "/opt/flink/lib/" + library.getFileName());
            }
        }
    }

    /** Starts everything; the cluster has its slots when this returns. */
    static FlinkSession start(String spec) {
        return start(new FlinkSession(spec, List.of()));
    }

    /** Starts everything with jars in Flink's lib folder. */
    static FlinkSession startWith(List<Path> libraries) {
        return start(new FlinkSession("", libraries));
    }

    private static FlinkSession start(FlinkSession session) {
        boolean started = false;
        try {
            Startables.deepStart(session.containers()).join();
            started = true;
            return session;
        } finally {
            if (!started) {
                session.close();
            }
        }
    }

    private GenericContainer<?> flink(String name, long mebibytes) {
        return new GenericContainer<>(Containers.FLINK)
                .withNetwork(network)
                .withNetworkAliases(name)
                .withEnv(Containers.QUICK)
                .withEnv("FLINK_PROPERTIES", OPTIONS)
                .withCreateContainerCmdModifier(Containers.limits(mebibytes));
    }

    private static MountableFile jar(String path) {
        return MountableFile.forHostPath(Path.of(path), 0644);
    }

    private List<GenericContainer<?>> containers() {
        return List.of(kafka, simulator, jobManager, taskManager);
    }

    /** Returns the broker's address from outside of the network. */
    String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    /** Puts a file where Flink's clients are. */
    void putFile(String path, String text) {
        jobManager.copyFileToContainer(Transferable.of(text), path);
    }

    /** Puts a jar there, too, and returns its path. */
    String putJar(Path jar) {
        String path = "/jars/" + jar.getFileName();
        jobManager.copyFileToContainer(jar(jar.toString()), path);
        return path;
    }

    /**
     * Runs statements as {@code sql-client.sh -f} does, until the last job ends, and returns what
     * it prints, with single spaces. The client exits with 0 in any case; an error fails the test.
     */
    String sql(String statements) throws IOException, InterruptedException {
        for (String name : List.of("flink-sql-client.jar", "flink-sql-gateway.jar")) {
            jobManager.copyFileToContainer(jar("target/sql/" + name), "/sql/" + name);
        }
        jobManager.copyFileToContainer(
                MountableFile.forClasspathResource("sql-client.sh"), "/sql/sql-client.sh");
        putFile("/sql/statements.sql", statements);
        ExecResult result =
                jobManager.execInContainer("bash", "/sql/sql-client.sh", "/sql/statements.sql");
        assertThat(result.getStdout())
                .as("%s%n%s", result, taskManagerLog())
                .contains("Shutting down the session")
                .doesNotContain("[ERROR]");
        return result.getStdout().replaceAll(" +", " ");
    }

    /** Calls {@code flink run gleaner-job.jar} and returns once it ends. */
    ExecResult run(String... arguments) throws IOException, InterruptedException {
        return jobManager.execInContainer(
                Stream.concat(Stream.of("flink", "run", JAR), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    /** Returns an answer of the cluster's REST API. */
    String rest(String path) throws IOException, InterruptedException {
        URI address =
                URI.create(
                        "http://%s:%d%s"
                                .formatted(
                                        jobManager.getHost(),
                                        jobManager.getMappedPort(REST_PORT),
                                        path));
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Returns the end of the task manager's log, for messages of failed tests. */
    String taskManagerLog() {
        String log = taskManager.getLogs();
        return log.substring(Math.max(0, log.length() - 5_000));
    }

    @Override
    public void close() {
        containers().forEach(GenericContainer::stop);
        network.close();
    }
}
