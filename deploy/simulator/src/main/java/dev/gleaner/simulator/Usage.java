package dev.gleaner.simulator;

/**
 * Token counts of one answer.
 *
 * @param prompt of contents and system instruction, those out of a cache included
 * @param cached those of the prompt that came out of a cache
 * @param candidates of the answer
 * @param thoughts spent on thinking, not part of the answer
 * @param toolUse of what tools brought and the model read
 */
record Usage(
        TokenCounts prompt, TokenCounts cached, TokenCounts candidates, int thoughts, int toolUse) {

    int total() {
        return prompt.total() + candidates.total() + thoughts + toolUse;
    }

    Usage withCandidates(TokenCounts others) {
        return new Usage(prompt, cached, others, thoughts, toolUse);
    }

    Usage withThoughts(int others) {
        return new Usage(prompt, cached, candidates, others, toolUse);
    }

    /** What is known before there is an answer. */
    Usage promptOnly() {
        return new Usage(prompt, cached, TokenCounts.NONE, 0, 0);
    }
}
