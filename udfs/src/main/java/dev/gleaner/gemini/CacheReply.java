package dev.gleaner.gemini;

import dev.gleaner.model.FailureKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the endpoint says of a cachedContent. */
public sealed interface CacheReply {

    /**
     * It exists.
     *
     * @param name its resource name, such as {@code cachedContents/abc}: letters, digits and {@code
     *     . _ / -} only
     * @param expireTime when the endpoint drops it, by its own clock, or null if it does not say
     * @param totalTokenCount how many tokens it holds; 0 if it does not say
     */
    record Live(String name, @Nullable Instant expireTime, long totalTokenCount)
            implements CacheReply {}

    /** It does not exist, or no longer. */
    record Gone() implements CacheReply {}

    /**
     * Nothing is known.
     *
     * @param kind the kind; {@code REQUEST_REJECTED} if it has too few tokens, for example
     * @param detail for people: one line of at most 300 characters, without secrets
     */
    record Failed(FailureKind kind, String detail) implements CacheReply {}
}
