package dev.gleaner.benchmarks;

import java.nio.file.Path;
import picocli.CommandLine;

/** Where {@code deploy/benchmarks/run} enters. */
public final class BenchmarkMain {
    private BenchmarkMain() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        Path home = Path.of(System.getProperty("gleaner.home", "")).toAbsolutePath();
        System.exit(commandLine(home).execute(arguments));
    }

    static CommandLine commandLine(Path home) {
        return new CommandLine(new BenchmarkCommand(home))
                .setParameterExceptionHandler(
                        (error, given) -> {
                            error.getCommandLine()
                                    .getErr()
                                    .println(error.getMessage() + " (see --help)");
                            return CommandLine.ExitCode.USAGE;
                        });
    }
}
