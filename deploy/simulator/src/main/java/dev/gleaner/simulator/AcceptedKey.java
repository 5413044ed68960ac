package dev.gleaner.simulator;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The API key that the simulator accepts: any non-empty one, or exactly one. A class instead of a
 * string so that no {@code toString} shows the key. Immutable.
 */
public final class AcceptedKey {

    private static final AcceptedKey ANY = new AcceptedKey(null);

    private final @Nullable String key;

    private AcceptedKey(@Nullable String key) {
        this.key = key;
    }

    /** Any key that is not empty. */
    public static AcceptedKey any() {
        return ANY;
    }

    /**
     * This key only; every other gets Google's {@code API_KEY_INVALID}.
     *
     * @throws IllegalArgumentException if the key is blank
     */
    public static AcceptedKey only(String key) {
        if (key.isBlank()) {
            throw new IllegalArgumentException("apiKey must not be blank");
        }
        return new AcceptedKey(Objects.requireNonNull(key));
    }

    boolean accepts(String presented) {
        return key == null || key.equals(presented);
    }

    @Override
    public String toString() {
        return key == null ? "any" : "one key";
    }
}
