package dev.gleaner.benchmarks.process;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who runs on which core, by {@code taskset} where it is there: the servers on the first, the
 * client on the second. Otherwise, and on a machine with one core, everybody runs anywhere.
 */
public final class Cores {
    private static final String SERVERS = "0";
    private static final String CLIENT = "1";

    private final boolean apart;

    private Cores(boolean apart) {
        this.apart = apart;
    }

    /** Returns what this machine allows. */
    public static Cores ofThisMachine() throws InterruptedException {
        return new Cores(
                Runtime.getRuntime().availableProcessors() > 1 && runs("taskset", "--version"));
    }

    /** Returns whether servers and client can be kept apart. */
    public boolean canBeApart() {
        return apart;
    }

    List<String> clientCommand(List<String> command) {
        return apart
                ? Stream.concat(Stream.of("taskset", "-c", CLIENT), command.stream()).toList()
                : command;
    }

    /** Moves a server with all its threads to the servers' core, or lets it go again. */
    void serverAlone(long pid, boolean alone) throws InterruptedException {
        if (apart) {
            String all = "0-" + (Runtime.getRuntime().availableProcessors() - 1);
            runs("taskset", "-a", "-c", "-p", alone ? SERVERS : all, Long.toString(pid));
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}
