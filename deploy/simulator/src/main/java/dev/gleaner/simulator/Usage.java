package dev.gleaner.simulator;

/**
 * Token counts of one answer.
 *
 * @param prompt of contents and system instruction
 * @param candidates of the answer
 * @param thoughts spent on thinking, not part of the answer
 * @param toolUse of search results that were read
 */
record Usage(int prompt, int candidates, int thoughts, int toolUse) {

    int total() {
        return prompt + candidates + thoughts + toolUse;
    }
}
