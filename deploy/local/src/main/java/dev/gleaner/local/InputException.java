package dev.gleaner.local;

/** Thrown when a file that the user named cannot be used; the message says why in one line. */
final class InputException extends Exception {
    private static final long serialVersionUID = 1L;

    InputException(String message) {
        super(message);
    }

    InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
