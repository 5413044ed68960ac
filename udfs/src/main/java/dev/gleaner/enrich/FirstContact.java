package dev.gleaner.enrich;

import dev.gleaner.model.FailureKind;

/**
 * Remembers whether the endpoint has ever answered as Gemini does. Until then, what cannot be
 * reached or speaks something else is taken for a wrong address; from then on, for a passing fault.
 * Thread-safe.
 */
final class FirstContact {
    /**
     * Attempts of one call that must fail before the address is called wrong: enough to outlive a
     * blip, few enough to tell within seconds.
     */
    private static final int CONFIRMATIONS = 3;

    private volatile boolean made;

    /**
     * @param made true after a restart: the address was right before
     */
    FirstContact(boolean made) {
        this.made = made;
    }

    void answered() {
        if (!made) {
            made = true;
        }
    }

    /**
     * Returns whether a failure shows a wrong address.
     *
     * @param failures how often the call has failed for the endpoint's reasons
     * @param last whether the call would make no other attempt
     */
    boolean isWrongAddress(FailureKind kind, int failures, boolean last) {
        return kind.isFatalAtStart() && !made && (last || failures >= CONFIRMATIONS);
    }
}
