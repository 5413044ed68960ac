package dev.gleaner.model;

/** Whether another attempt may help after a failure. */
public enum RetryRule {
    /** The same request would fail the same way. */
    NEVER,
    /** One more attempt, at once: the model's answer was bad luck, not a fault of the endpoint. */
    ONCE,
    /** Up to the call's limit of attempts, with a growing delay. */
    BACKOFF,
    /** Once everybody may send again: nobody may until then, and no record is to blame. */
    HOLD
}
