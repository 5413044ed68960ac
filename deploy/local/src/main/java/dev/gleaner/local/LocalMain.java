package dev.gleaner.local;

import dev.gleaner.job.EnrichmentJob;
import dev.gleaner.spec.JobSpec;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;

/** Where {@code deploy/local/run} enters. */
public final class LocalMain {
    private static final long STOP_SECONDS = 30;

    private LocalMain() {}

    /** Runs the command and ends the JVM with its exit code, or with the signal's if stopped. */
    public static void main(String[] arguments) {
        runAndExit(arguments, LocalMain::submit);
    }

    /** The very topology that is submitted to a cluster. */
    static JobClient submit(StreamExecutionEnvironment environment, JobSpec spec) throws Exception {
        EnrichmentJob.define(environment, spec);
        return environment.executeAsync(spec.name());
    }

    static void runAndExit(String[] arguments, JobSubmission submission) {
        AtomicBoolean stopping = new AtomicBoolean();
        CountDownLatch done = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(stopHook(Thread.currentThread(), stopping, done));
        int exitCode = commandLine(submission, stopping::get).execute(arguments);
        done.countDown();
        System.exit(exitCode);
    }

    private static CommandLine commandLine(JobSubmission submission, BooleanSupplier stopping) {
        Path home = Path.of(System.getProperty("gleaner.home", ""));
        Path log = Path.of(System.getProperty("gleaner.log", "target/local.log"));
        LocalRun run =
                new LocalRun(
                        submission,
                        new RunReport(System.out, Integer.getInteger("gleaner.columns", 0)));
        return commandLine(
                new LocalCommand(
                        run, home.resolve("deploy/examples/bank-messages"), System.getenv()),
                new CommandErrors(log),
                stopping);
    }

    /** What a run that was told to stop throws is no news. */
    static CommandLine commandLine(
            LocalCommand command, CommandErrors errors, BooleanSupplier stopping) {
        return new CommandLine(command)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(
                        (error, line, parsed) ->
                                stopping.getAsBoolean()
                                        ? CommandLine.ExitCode.SOFTWARE
                                        : errors.handleExecutionException(error, line, parsed));
    }

    /** On a signal: has the run take everything down, and waits for it. */
    private static Thread stopHook(Thread running, AtomicBoolean stopping, CountDownLatch done) {
        return new Thread(
                () -> {
                    if (done.getCount() == 0) {
                        return;
                    }
                    stopping.set(true);
                    System.err.println();
                    System.err.println("stopping …");
                    running.interrupt();
                    try {
                        if (!done.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                            System.err.println("not everything stopped in time");
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stop");
    }
}
