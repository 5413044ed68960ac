package dev.gleaner.simulator;

import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The API keys and access tokens that the simulator accepts: any non-empty one, or certain ones. A
 * class instead of strings so that no {@code toString} shows a key. Immutable.
 */
public final class AcceptedKey {

    private static final AcceptedKey ANY = new AcceptedKey(null);

    private final @Nullable Set<String> keys;

    private AcceptedKey(@Nullable Set<String> keys) {
        this.keys = keys;
    }

    /** Any key that is not empty. */
    public static AcceptedKey any() {
        return ANY;
    }

    /**
     * This key only; every other is refused as Google does.
     *
     * @throws IllegalArgumentException if the key is blank
     */
    public static AcceptedKey only(String key) {
        return oneOf(Set.of(key));
    }

    /**
     * These keys only; every other is refused as Google does.
     *
     * @throws IllegalArgumentException if there are none or one is blank
     */
    public static AcceptedKey oneOf(Collection<String> keys) {
        if (keys.isEmpty() || keys.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("apiKey must not be blank");
        }
        return new AcceptedKey(Set.copyOf(keys));
    }

    boolean accepts(String presented) {
        return keys == null || keys.contains(presented);
    }

    /** How many there are; 0 means any. */
    int count() {
        return keys == null ? 0 : keys.size();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AcceptedKey that && Objects.equals(keys, that.keys);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(keys);
    }

    @Override
    public String toString() {
        return keys == null ? "any" : keys.size() == 1 ? "one key" : keys.size() + " keys";
    }
}
