package dev.gleaner.benchmarks.process;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.benchmarks.contender.BrokerMain;
import dev.gleaner.benchmarks.contender.ClientMain;
import dev.gleaner.benchmarks.contender.ClientSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Starts the processes, all clients with the same flags. */
public final class Launcher {
    /** What every client's JVM is started with. */
    public static final List<String> CLIENT_FLAGS =
            List.of("-Xmx1g", "-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError");

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    // Flink on Java 17 reads these packages by reflection.
    private static final List<String> OPENS =
            Stream.of("util", "lang", "time", "util.concurrent")
                    .map(name -> "--add-opens=java.base/java." + name + "=ALL-UNNAMED")
                    .toList();

    private final Children children;
    private final Cores cores;
    private final Path home;
    private final Path logs;
    private int started;

    /**
     * @param home the repository
     * @param logs the folder that logs go to; it exists
     */
    public Launcher(Children children, Cores cores, Path home, Path logs) {
        this.children = children;
        this.cores = cores;
        this.home = home;
        this.logs = logs;
    }

    /** Returns the folder of the example that everybody works on. */
    public Path examples() {
        return home.resolve("deploy/examples/bank-messages");
    }

    Cores cores() {
        return cores;
    }

    ChildProcess simulator(List<String> arguments) throws IOException {
        Path jar = home.resolve("deploy/simulator/target/gleaner-simulator.jar");
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx1g", "-jar", jar.toString()));
        command.addAll(arguments);
        return start("simulator", command);
    }

    ChildProcess broker(Path directory) throws IOException {
        return start(
                "broker",
                program(
                        "broker",
                        BrokerMain.class,
                        List.of("-Xmx1g"),
                        List.of(directory.toString(), examples().toString())));
    }

    ChildProcess client(ClientSettings settings, boolean alone) throws IOException {
        String name = "client-" + settings.contender().letter();
        List<String> command =
                program(
                        name,
                        ClientMain.class,
                        CLIENT_FLAGS,
                        List.of(MAPPER.writeValueAsString(settings)));
        return start(name, alone ? cores.clientCommand(command) : command);
    }

    private List<String> program(
            String name, Class<?> main, List<String> flags, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(OPENS);
        command.addAll(flags);
        command.add("-Dlog4j2.configurationFile=benchmarks-log4j2.xml");
        command.add("-Dgleaner.log=" + logs.resolve(started + "-" + name + ".log"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    private ChildProcess start(String name, List<String> command) throws IOException {
        Path errors = logs.resolve(started++ + "-" + name + ".err");
        return ChildProcess.start(command, errors, children);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
