package dev.gleaner.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate says beside its content.
 *
 * @param grounding null if nothing was searched
 * @param urls that were read
 * @param citation whether the answer is said to quote something
 * @param logprobs null if no probabilities are told
 * @param safetyCategories that are rated
 */
record CandidateNotes(
        @Nullable Grounding grounding,
        List<UrlRead> urls,
        boolean citation,
        @Nullable LogProbs logprobs,
        List<String> safetyCategories) {

    static final CandidateNotes NONE = new CandidateNotes(null, List.of(), false, null, List.of());

    CandidateNotes withGrounding(@Nullable Grounding other) {
        return new CandidateNotes(other, urls, citation, logprobs, safetyCategories);
    }

    CandidateNotes withCitation() {
        return new CandidateNotes(grounding, urls, true, logprobs, safetyCategories);
    }

    /** What is left when there is no content. */
    CandidateNotes ofNothing() {
        return new CandidateNotes(null, List.of(), false, null, safetyCategories);
    }
}
