package dev.gleaner.gemini;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The API key as it is now, and those that it replaced, which answers under way may still repeat.
 * Thread-safe; only {@link #renew} takes a lock.
 */
final class ApiKeys {
    /** A token lives for an hour, and no attempt takes longer: no answer repeats an older one. */
    private static final int REMEMBERED = 4;

    private volatile Known known;

    /**
     * @param keys newest first
     * @param secrets those that are worth hiding; the longest first, since one may begin another
     */
    private record Known(List<String> keys, List<String> secrets) {
        static Known of(List<String> keys) {
            return new Known(
                    List.copyOf(keys),
                    keys.stream()
                            .filter(key -> key.length() >= Detail.MIN_SECRET_LENGTH)
                            .sorted(Comparator.comparingInt(String::length).reversed())
                            .toList());
        }
    }

    ApiKeys(String key) {
        known = Known.of(List.of(key));
    }

    String current() {
        return known.keys().get(0);
    }

    /**
     * Makes a key the current one.
     *
     * @return whether it was not before
     */
    synchronized boolean renew(String key) {
        if (key.equals(current())) {
            return false;
        }
        List<String> keys = new ArrayList<>(known.keys());
        keys.remove(key);
        keys.add(0, key);
        known = Known.of(keys.subList(0, Math.min(keys.size(), REMEMBERED)));
        return true;
    }

    /** Returns whether a text holds one of the keys, unless they are too short to be secrets. */
    boolean areIn(CharSequence text) {
        List<String> secrets = known.secrets();
        if (secrets.isEmpty()) {
            return false;
        }
        String whole = text.toString();
        for (String secret : secrets) {
            if (whole.contains(secret)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the text without the keys. */
    String masked(String text) {
        String masked = text;
        for (String secret : known.secrets()) {
            masked = masked.replace(secret, Detail.MASK);
        }
        return masked;
    }

    /** Returns the length of the longest key, in characters. */
    int longest() {
        List<String> secrets = known.secrets();
        return secrets.isEmpty() ? 0 : secrets.get(0).length();
    }

    /** Never a key. */
    @Override
    public String toString() {
        return Detail.MASK;
    }
}
