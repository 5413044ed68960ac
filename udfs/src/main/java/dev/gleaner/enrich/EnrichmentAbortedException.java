package dev.gleaner.enrich;

import dev.gleaner.model.FailureKind;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * Thrown to fail the job on purpose, for a fault that every record would meet. Flink does not
 * restart the job for it, whatever the restart strategy: a restart would meet the fault again.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class EnrichmentAbortedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;

    EnrichmentAbortedException(FailureKind kind, String detail) {
        super(kind + ": " + kind.meaning() + " " + sentence(detail) + " " + kind.fix());
        this.kind = kind;
    }

    /** An endpoint's own words may end with a full stop, ours do not. */
    private static String sentence(String detail) {
        return detail.endsWith(".") ? detail : detail + ".";
    }

    /** Returns the fault. */
    public FailureKind kind() {
        return kind;
    }
}
