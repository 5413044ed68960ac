package dev.gleaner.http;

/** Thrown when the proxy that was asked for cannot be used; the message holds no secret. */
public final class ProxyUnusableException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ProxyUnusableException(String message) {
        super(message);
    }
}
