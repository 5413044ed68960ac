package dev.gleaner.model;

import org.jspecify.annotations.Nullable;

/**
 * Why a record was not enriched.
 *
 * @param kind the kind, which decides what follows
 * @param detail for people: bounded in length, without secrets and without the record's content
 * @param httpStatus the status of the last HTTP answer, or null if there was none
 * @param failedAt epoch milliseconds
 */
public record Failure(
        FailureKind kind, String detail, @Nullable Integer httpStatus, long failedAt) {}
