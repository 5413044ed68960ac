package dev.gleaner.simulator;

/**
 * One checked request.
 *
 * @param model as in the URL
 * @param id stable hash of model and body
 * @param turns what it says; its record is what the request is about, also in a repair turn
 * @param promptTokens of contents and system instruction, what is cached included; of text about a
 *     quarter of its bytes
 * @param cachedTokens of these, cached
 * @param plan what kind of answer is wanted
 */
record GenerateRequest(
        String model,
        long id,
        Turns turns,
        TokenCounts promptTokens,
        TokenCounts cachedTokens,
        AnswerPlan plan) {

    long record() {
        return turns.record();
    }

    /** The text in which fault markers are looked for. */
    String markers() {
        return turns.first();
    }

    PromptText prompt() {
        return turns.prompt();
    }
}
