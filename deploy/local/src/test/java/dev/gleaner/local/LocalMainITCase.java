package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command in a JVM of its own, stopped from outside. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LocalMainITCase {
    private static final int SIGTERM_EXIT = 143;

    private final Path temporary;

    LocalMainITCase(@TempDir Path temporary) {
        this.temporary = temporary;
    }

    @Test
    void runThatEnds_exitsWithZeroAndLeavesNoFiles() throws Exception {
        Process process = start("--records", "50");
        List<String> lines = readTo(process, null);
        assertThat(process.waitFor()).isZero();
        assertThat(lines).anyMatch(line -> line.matches("  each source offset once +yes"));
        assertThat(left()).isEmpty();
    }

    @Test
    void signalWhileKeptRunning_exitsWithItsCodeAndLeavesNoFiles() throws Exception {
        assertStoppedCleanly("still up: ", "--keep-running", "--records", "50");
    }

    @Test
    void signalDuringTheStart_exitsWithItsCodeAndLeavesNoFiles() throws Exception {
        assertStoppedCleanly("starting ");
    }

    @Test
    void signalDuringTheJob_exitsWithItsCodeAndLeavesNoFiles() throws Exception {
        assertStoppedCleanly("read ");
    }

    private void assertStoppedCleanly(String awaited, String... arguments) throws Exception {
        Process process = start(arguments);
        readTo(process, awaited);
        process.toHandle().destroy(); // unlike Process.destroy, leaves its output readable
        List<String> rest = readTo(process, null);
        assertThat(process.waitFor()).isEqualTo(SIGTERM_EXIT);
        assertThat(rest)
                .contains("stopping …")
                .noneMatch(line -> line.contains("Exception") || line.contains("not everything"));
        assertThat(left()).isEmpty();
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(path -> !path.getFileName().toString().startsWith("hsperf"))
                    .toList();
        }
    }

    /** Reads up to a line that starts as awaited, or to the end. */
    private static List<String> readTo(Process process, @Nullable String awaited)
            throws IOException {
        List<String> lines = new ArrayList<>();
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        String line;
        while ((line = reader.readLine()) != null) {
            lines.add(line);
            if (awaited != null && line.startsWith(awaited)) {
                break;
            }
        }
        return lines;
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.matches("--add-opens.*|-XX:.*"))
                .forEach(command::add);
        command.addAll(
                List.of(
                        "-Djava.io.tmpdir=" + temporary,
                        "-Dstdout.encoding=UTF-8",
                        "-Dstderr.encoding=UTF-8",
                        "-Dfile.encoding=UTF-8",
                        "-Dgleaner.home=../..",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PassThroughMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
