package dev.gleaner.prompt;

import dev.gleaner.model.FailureKind;

/** Thrown when a record cannot be made into a prompt; the record is at fault. */
public final class PromptException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;

    PromptException(FailureKind kind, String detail) {
        super(detail);
        this.kind = kind;
    }

    /** Returns what is wrong with the record. */
    public FailureKind kind() {
        return kind;
    }
}
