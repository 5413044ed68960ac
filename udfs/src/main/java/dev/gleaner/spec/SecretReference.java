package dev.gleaner.spec;

/**
 * Where a secret is, never the secret itself, so that it may be shown.
 *
 * @param text {@code env:NAME} or {@code file:/absolute/path}
 */
public record SecretReference(String text) {

    /** The reference as it is written. */
    @Override
    public String toString() {
        return text;
    }
}
