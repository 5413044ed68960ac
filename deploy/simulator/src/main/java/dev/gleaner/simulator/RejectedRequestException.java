package dev.gleaner.simulator;

/** Thrown when a request is one that Gemini refuses; carries what it answers. */
final class RejectedRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    RejectedRequestException(ApiError error) {
        super("HTTP " + error.status(), null, false, false);
        this.error = error;
    }

    ApiError error() {
        return error;
    }
}
