package dev.gleaner.limit;

/** Who asks for a permit. Exactly one of granted and refused is called for each request. */
public interface Applicant {

    /** Takes the permit; runs on the thread of whoever made it free. Must not throw. */
    void granted(Permit permit);

    /** Takes the refusal, on any thread. Must not throw. */
    void refused(Refusal refusal);

    /** Returns whether it no longer wants to wait; asked a few times a second. Must not block. */
    boolean givesUp();

    /** Why there is no permit. */
    enum Refusal {
        /** It gave up. */
        GAVE_UP,
        /** The budget is spent. */
        BUDGET_SPENT
    }
}
