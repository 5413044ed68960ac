package dev.gleaner.simulator;

import dev.gleaner.simulator.StreamPace.LineEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The simulator as a program. Options carry the names of the control JSON. */
@Command(
        name = "gleaner-simulator",
        mixinStandardHelpOptions = true,
        version = "gleaner-simulator 0.1.0",
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpWidth = 110,
        description = "Speaks Gemini's generateContent on the wire and fails on demand.",
        footer = {
            "",
            "While it runs: GET/PUT/DELETE /control (JSON, same names in camelCase), GET/DELETE"
                    + " /control/stats.",
            "In a prompt: [[simulate:FAULT]] for every request of this prompt, [[simulate:FAULT*2]]"
                    + " for its first two.",
            "",
            "Faults:"
        })
final class SimulatorMain implements Callable<Integer> {

    private static final String LOG_CONFIGURATION = "log4j2.configurationFile";

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "address to listen on (${DEFAULT-VALUE})")
    private String host = "";

    @Option(
            names = "--port",
            defaultValue = "8089",
            description = "port, 0 for any free one (${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--tls-port",
            description =
                    "a second port that speaks HTTP/2 and HTTP/1.1 over TLS, 0 for any free one")
    private @Nullable Integer tlsPort;

    @Option(
            names = "--tls-streams",
            defaultValue = "100",
            description = "MAX_CONCURRENT_STREAMS of its HTTP/2 connections (${DEFAULT-VALUE})")
    private int tlsStreams;

    @Option(
            names = "--tls-certificate-out",
            paramLabel = "FILE",
            description = "where to write its certificate (PEM), for clients to trust")
    private @Nullable Path tlsCertificateOut;

    @Option(
            names = "--event-loops",
            defaultValue = "1",
            description = "threads that answer (${DEFAULT-VALUE})")
    private int eventLoops;

    @Option(names = "--api-key", description = "the only key that is accepted; otherwise any is")
    private @Nullable String apiKey;

    @Option(
            names = "--models",
            split = ",",
            description = "the models that exist; otherwise all named gemini-...")
    private @Nullable Set<String> models;

    @Option(
            names = "--envelope",
            defaultValue = "vertex",
            description = "spelling of the response: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private Envelope envelope = Envelope.VERTEX;

    @Option(
            names = "--max-schema-states",
            defaultValue = "50000",
            description = "rough size beyond which a schema is refused (${DEFAULT-VALUE})")
    private long maxSchemaStates;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "of latency and fault rates (${DEFAULT-VALUE})")
    private long seed;

    @Mixin private ControlOptions control = new ControlOptions();

    SimulatorMain() {}

    /** Starts the program. */
    public static void main(String[] args) {
        if (System.getProperty(LOG_CONFIGURATION) == null) {
            System.setProperty(LOG_CONFIGURATION, "simulator-log4j2.xml");
        }
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new SimulatorMain());
        commandLine.registerConverter(Latency.class, text -> converted(() -> Latency.parse(text)));
        commandLine.registerConverter(Fault.class, name -> converted(() -> Fault.required(name)));
        commandLine.registerConverter(LineEnd.class, name -> converted(() -> LineEnd.named(name)));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.registerConverter(Envelope.class, SimulatorMain::envelope);
        commandLine.setParameterExceptionHandler((e, args) -> refuse(e.getCommandLine(), e));
        commandLine.setExecutionExceptionHandler((e, failed, result) -> fail(failed, e));
        commandLine.getHelpSectionMap().put("faults", help -> faultTable());
        commandLine.setHelpSectionKeys(
                Stream.concat(commandLine.getHelpSectionKeys().stream(), Stream.of("faults"))
                        .toList());
        return commandLine;
    }

    private static <T> T converted(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    private static Envelope envelope(String name) {
        for (Envelope each : Envelope.values()) {
            if (each.toString().equals(name)) {
                return each;
            }
        }
        throw new CommandLine.TypeConversionException(
                "'" + name + "' is neither vertex nor gemini-api");
    }

    private static String faultTable() {
        StringBuilder table = new StringBuilder();
        for (Fault each : Fault.values()) {
            table.append(String.format("  %-22s %s%n", each, each.description()));
        }
        return table.toString();
    }

    private static int refuse(CommandLine commandLine, Exception e) {
        commandLine.getErr().println("gleaner-simulator: " + e.getMessage() + " (see --help)");
        return CommandLine.ExitCode.USAGE;
    }

    private static int fail(CommandLine commandLine, Exception e) {
        if (e instanceof IllegalArgumentException) {
            return refuse(commandLine, e);
        }
        commandLine.getErr().println("gleaner-simulator: " + e.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
    }

    SimulatorSettings settings() {
        AcceptedKey key = apiKey == null ? AcceptedKey.any() : AcceptedKey.only(apiKey);
        Set<String> known = models == null ? Set.of() : models;
        return new SimulatorSettings(
                host,
                port,
                eventLoops,
                key,
                known,
                envelope,
                maxSchemaStates,
                seed,
                control.control(),
                tls());
    }

    private @Nullable TlsSettings tls() {
        if (tlsPort != null) {
            return TlsSettings.defaults().withPort(tlsPort).withMaxConcurrentStreams(tlsStreams);
        }
        if (tlsCertificateOut != null) {
            throw new IllegalArgumentException("--tls-certificate-out needs --tls-port");
        }
        return null;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        SimulatorSettings settings = settings();
        SimulatorServer server = SimulatorServer.start(settings);
        if (tlsCertificateOut != null) {
            Files.writeString(tlsCertificateOut, server.certificate());
        }
        System.out.println("gleaner-simulator listens on " + server.baseUri());
        if (settings.tls() != null) {
            System.out.println("gleaner-simulator listens on " + server.tlsBaseUri());
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown, "stop"));
        stopped.await();
        return CommandLine.ExitCode.OK;
    }
}
