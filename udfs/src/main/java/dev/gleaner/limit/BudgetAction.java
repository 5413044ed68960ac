package dev.gleaner.limit;

/** What becomes of records that the budget does not cover. */
public enum BudgetAction {
    /** They wait until the next hour or day begins, or, beyond the total, for somebody. */
    HOLD,
    /** They are dead letters. */
    DEAD_LETTER,
    /** The job fails. */
    FAIL
}
