package dev.gleaner.local;

import dev.gleaner.spec.JobSpec;
import dev.gleaner.spec.SinkTopics;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Submits a job and watches it to its end. */
final class JobWatch {
    private static final Logger LOG = LoggerFactory.getLogger(JobWatch.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long CANCEL_SECONDS = 10;

    private final JobSubmission submission;
    private final LocalCluster cluster;
    private final RunReport report;

    JobWatch(JobSubmission submission, LocalCluster cluster, RunReport report) {
        this.submission = submission;
        this.cluster = cluster;
        this.report = report;
    }

    /**
     * Returns once the job has finished and everything that it wrote is counted.
     *
     * @throws JobFailedException if it did not finish
     */
    RunSummary run(JobSpec job, long records) throws Exception {
        try (Outcomes outcomes =
                new Outcomes(
                        job.sink().bootstrapServers(),
                        SinkTopics.of(job).names().keySet(),
                        job.deadLetter().topic())) {
            long startedAt = System.nanoTime();
            JobClient client = submission.submit(cluster.environment(), job);
            try {
                watch(client, outcomes, records, startedAt);
            } finally {
                report.leaveProgress();
            }
            RunSummary summary =
                    new RunSummary(
                            records,
                            outcomes.counts(),
                            job.enrichment().budget().prices().version(),
                            millisSince(startedAt));
            report.ended(outcomes.samples(), summary);
            return summary;
        }
    }

    private void watch(JobClient client, Outcomes outcomes, long records, long startedAt)
            throws ExecutionException, InterruptedException, JobFailedException {
        JobMetricsClient metrics =
                new JobMetricsClient(cluster.webAddress(), client.getJobID().toString());
        long read = 0;
        JobStatus status = JobStatus.CREATED;
        try {
            while (!status.isGloballyTerminalState()) {
                outcomes.poll(POLL);
                read = Math.max(read, recordsRead(metrics));
                report.progress(progress(records, read, outcomes.counts(), startedAt));
                status = client.getJobStatus().get();
            }
        } finally {
            if (!status.isGloballyTerminalState()) {
                cancel(client);
            }
        }
        if (status != JobStatus.FINISHED) {
            throw failure(client);
        }
        outcomes.pollToEnd();
        report.progress(progress(records, read, outcomes.counts(), startedAt));
    }

    /** What has come out has been read, also when the metrics are behind. */
    private static Progress progress(
            long records, long read, OutcomeCounts counts, long startedAt) {
        long out = counts.total();
        long readAtLeast = Math.max(read, out);
        return new Progress(
                records,
                readAtLeast,
                counts.enriched(),
                counts.deadLettered(),
                readAtLeast - out,
                counts.tokens(),
                millisSince(startedAt));
    }

    /** Metrics are for show: one that cannot be had now is had the next time. */
    private static long recordsRead(JobMetricsClient metrics) throws InterruptedException {
        try {
            return metrics.recordsRead();
        } catch (IOException e) {
            LOG.debug("No metrics", e);
            return 0;
        }
    }

    private static JobFailedException failure(JobClient client) throws InterruptedException {
        try {
            client.getJobExecutionResult().get();
            return new JobFailedException(new IllegalStateException("it was cancelled"));
        } catch (ExecutionException e) {
            return new JobFailedException(e);
        }
    }

    /** Clears the interrupt that may have led here: the rest is still to be taken down. */
    private static void cancel(JobClient client) {
        Thread.interrupted();
        try {
            client.cancel().get(CANCEL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            LOG.debug("Not cancelled; it ends with the cluster", e);
        }
    }

    private static long millisSince(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanoTime);
    }
}
