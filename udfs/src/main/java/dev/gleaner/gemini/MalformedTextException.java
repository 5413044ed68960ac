package dev.gleaner.gemini;

/** Thrown when a text has an unpaired surrogate, which UTF-8 cannot carry. */
public final class MalformedTextException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedTextException() {
        super("The text holds an unpaired surrogate, which UTF-8 cannot carry.");
    }
}
