package dev.gleaner.simulator;

/**
 * One checked request.
 *
 * @param model as in the URL
 * @param id stable hash of model and body
 * @param record hash of the first user turn: the record that the request is about, also in a repair
 *     turn
 * @param markers text of the first user turn, where fault markers are looked for
 * @param prompt the last user turn
 * @param promptTokens of contents and system instruction; of text about a quarter of its bytes
 * @param plan what kind of answer is wanted
 */
record GenerateRequest(
        String model,
        long id,
        long record,
        String markers,
        PromptText prompt,
        TokenCounts promptTokens,
        AnswerPlan plan) {}
