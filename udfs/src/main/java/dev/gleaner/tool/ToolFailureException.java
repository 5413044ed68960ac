package dev.gleaner.tool;

import org.jspecify.annotations.Nullable;

/** Thrown when a function has no result, with a message that the model may read. */
final class ToolFailureException extends Exception {
    private static final long serialVersionUID = 1L;

    ToolFailureException(String message) {
        this(message, null);
    }

    /**
     * @param cause for the log; the model never sees it
     */
    ToolFailureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
