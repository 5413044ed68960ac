package dev.gleaner.job.kafka;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * Thrown when Kafka no longer has what the job wants next, and the spec has the job fail then. A
 * restart would find the same, so that Flink does not try.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class DataLossException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DataLossException(LostPosition lost) {
        super(
                lost.description()
                        + " It fails because of source.onDataLoss: fail. To go on without what is"
                        + " missing, set source.onDataLoss: continue and start the job from its"
                        + " last checkpoint (flink run -s).");
    }
}
