package dev.gleaner.benchmarks.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.util.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that this one has started, and the directory that they work in: none of them
 * outlives it, also when it is interrupted.
 */
public final class Children {
    private static final Logger LOG = LoggerFactory.getLogger(Children.class);

    private final Set<Process> processes = ConcurrentHashMap.newKeySet();
    private final Path directory;

    /**
     * @param directory what they write to
     */
    public Children(Path directory) {
        this.directory = directory;
    }

    /** Kills and deletes what is left when this JVM ends, by itself or by a signal. */
    public Children endWithThisJvm() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end-children"));
        return this;
    }

    void add(Process process) {
        processes.add(process);
        var unused = process.onExit().thenAccept(processes::remove);
    }

    private void end() {
        processes.forEach(process -> process.destroyForcibly().onExit().join());
        try {
            FileUtils.deleteDirectory(directory.toFile());
        } catch (IOException e) {
            LOG.warn("{} is left", directory, e);
        }
    }
}
