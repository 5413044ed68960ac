package dev.gleaner.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process that is talked to line by line. Used by one thread. */
final class ChildProcess implements AutoCloseable {
    private static final int LINES_OF_ERROR = 15;
    private static final String END = "\0";

    private final Process process;
    private final Path errors;
    private final PrintWriter input;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();

    private ChildProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.input = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /**
     * Starts a process.
     *
     * @param errors the file that its error stream goes to
     */
    static ChildProcess start(List<String> command, Path errors, Children children)
            throws IOException {
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        children.add(process);
        ChildProcess child = new ChildProcess(process, errors);
        Thread reader = new Thread(child::read, "read-" + process.pid());
        reader.setDaemon(true);
        reader.start();
        return child;
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(output::add);
        } catch (IOException | java.io.UncheckedIOException e) {
            output.add(e.toString());
        } finally {
            output.add(END);
        }
    }

    /**
     * Returns the next line that is wanted and drops those before it.
     *
     * @throws IOException if the process ends first, or says nothing like it in time
     */
    String await(Predicate<String> wanted, Duration patience)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            String line = output.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new IOException("no answer within " + patience.toSeconds() + " s");
            }
            if (line.equals(END)) {
                throw new IOException("the process ended: " + lastErrors());
            }
            if (wanted.test(line)) {
                return line;
            }
        }
    }

    /** Says a line and returns the answer, which is JSON. */
    String ask(String line, Duration patience) throws IOException, InterruptedException {
        input.println(line);
        return await(answer -> answer.startsWith("{"), patience);
    }

    private String lastErrors() throws IOException {
        List<String> lines = Files.readAllLines(errors);
        return String.join(
                System.lineSeparator(),
                lines.subList(Math.max(0, lines.size() - LINES_OF_ERROR), lines.size()));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Ends it at once: what it holds is nobody's any more. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
