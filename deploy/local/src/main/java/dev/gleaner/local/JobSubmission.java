package dev.gleaner.local;

import dev.gleaner.spec.JobSpec;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Turns a spec into a running job. */
interface JobSubmission {
    /**
     * Submits the topology to the environment's cluster and does not wait for its end.
     *
     * @throws Exception as Flink declares it
     */
    JobClient submit(StreamExecutionEnvironment environment, JobSpec spec) throws Exception;
}
