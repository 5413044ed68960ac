package dev.gleaner.local;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.WebOptions;

/**
 * Clusters whose REST API tells what is, and not what was up to three seconds ago: a test that
 * waits for something sees it when it happens.
 */
final class PromptCluster {
    private static final Duration REMEMBERED = Duration.ofMillis(100);

    private PromptCluster() {}

    static LocalCluster start(Path directory, int slots) throws InterruptedException {
        return start(directory, slots, new Configuration());
    }

    /** The same with more of Flink's options. */
    static LocalCluster start(Path directory, int slots, Configuration more)
            throws InterruptedException {
        Configuration options = new Configuration();
        options.set(WebOptions.REFRESH_INTERVAL, REMEMBERED);
        options.set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, REMEMBERED);
        options.addAll(more);
        return LocalCluster.start(directory, slots, "0", options);
    }
}
