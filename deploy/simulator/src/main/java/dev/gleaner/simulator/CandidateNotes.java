package dev.gleaner.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What a candidate says beside its content.
 *
 * @param grounding null if nothing was searched
 */
record CandidateNotes(@Nullable Grounding grounding) {

    static final CandidateNotes NONE = new CandidateNotes(null);
}
