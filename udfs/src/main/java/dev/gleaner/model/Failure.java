package dev.gleaner.model;

import org.jspecify.annotations.Nullable;

/**
 * Why a record was not enriched.
 *
 * @param kind the kind, which decides what follows
 * @param detail for people: bounded in length, without secrets and without the record's content
 * @param httpStatus the status of the last HTTP answer, or null if there was none
 * @param failedAt epoch milliseconds
 * @param rejected the answer that was no enrichment, or null if there was none
 */
public record Failure(
        FailureKind kind,
        String detail,
        @Nullable Integer httpStatus,
        long failedAt,
        @Nullable RejectedAnswer rejected) {

    /** A failure without an answer. */
    public Failure(FailureKind kind, String detail, @Nullable Integer httpStatus, long failedAt) {
        this(kind, detail, httpStatus, failedAt, null);
    }
}
