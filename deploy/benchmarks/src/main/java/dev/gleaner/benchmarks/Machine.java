package dev.gleaner.benchmarks;

import dev.gleaner.benchmarks.process.Cores;
import dev.gleaner.benchmarks.process.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a table was measured on. */
final class Machine {
    private static final Path CPUS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** Returns the paragraphs above the table. */
    static List<String> head(Cores cores, String delivery, boolean quick) {
        return List.of(
                String.format(
                        "%s, %d cores (%s), JDK %s, Flink %s, AsyncHttpClient %s, google-genai %s,"
                                + " Kafka %s.%s",
                        LocalDate.now(ZoneOffset.UTC),
                        Runtime.getRuntime().availableProcessors(),
                        cpu(),
                        System.getProperty("java.version"),
                        version("flink-streaming-java"),
                        version("async-http-client"),
                        version("google-genai"),
                        version("kafka-clients"),
                        quick ? " Quick: short runs, rough numbers." : ""),
                String.format(
                        "Simulator and broker are processes of their own and share the cores with"
                                + " the client%s. Clients: %s, parallelism 1, a checkpoint every"
                                + " 3 s; (e) writes %s. CPU is that of the client's whole JVM after"
                                + " its warm-up.",
                        cores.canBeApart()
                                ? "; under zero latency they have the first core and the client"
                                        + " the second (taskset)"
                                : " (no taskset here)",
                        String.join(" ", Launcher.CLIENT_FLAGS.subList(0, 2)),
                        delivery));
    }

    private static String cpu() {
        try {
            return Files.readAllLines(CPUS).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException notLinux) {
            return System.getProperty("os.arch");
        }
    }

    /** The class path names jars by their versions. */
    private static String version(String artifact) {
        Matcher jar =
                Pattern.compile(Pattern.quote(artifact) + "-(\\d[^/\\\\]*?)\\.jar")
                        .matcher(System.getProperty("java.class.path"));
        return jar.find() ? jar.group(1) : "?";
    }
}
