package dev.gleaner.model;

/**
 * What one answer used, as far as it is billed. A count that the answer does not give is 0.
 *
 * @param prompt promptTokenCount, which includes the cached ones
 * @param cached cachedContentTokenCount
 * @param candidates candidatesTokenCount, without thoughts
 * @param thoughts thoughtsTokenCount, billed as output
 * @param toolUse toolUsePromptTokenCount, billed as input
 * @param total totalTokenCount by the endpoint's own word
 * @param searchQueries how many different, non-blank webSearchQueries groundingMetadata names
 */
public record Usage(
        long prompt,
        long cached,
        long candidates,
        long thoughts,
        long toolUse,
        long total,
        int searchQueries) {

    /** Nothing used. */
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, 0);

    /** Returns what both used. */
    public Usage plus(Usage other) {
        return new Usage(
                prompt + other.prompt,
                cached + other.cached,
                candidates + other.candidates,
                thoughts + other.thoughts,
                toolUse + other.toolUse,
                total + other.total,
                searchQueries + other.searchQueries);
    }

    /** Returns the tokens billed as input at either price, those of tools included. */
    public long input() {
        return prompt + toolUse;
    }

    /** Returns the tokens billed as output. */
    public long output() {
        return candidates + thoughts;
    }
}
