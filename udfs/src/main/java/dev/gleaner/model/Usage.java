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
 * @param audio how many of the prompt's, the cached ones included, promptTokensDetails says are
 *     sound
 * @param cachedAudio how many of the cached ones cacheTokensDetails says are sound
 */
public record Usage(
        long prompt,
        long cached,
        long candidates,
        long thoughts,
        long toolUse,
        long total,
        int searchQueries,
        long audio,
        long cachedAudio) {

    /** Nothing used. */
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, 0);

    /** Of a prompt without sound. */
    public Usage(
            long prompt,
            long cached,
            long candidates,
            long thoughts,
            long toolUse,
            long total,
            int searchQueries) {
        this(prompt, cached, candidates, thoughts, toolUse, total, searchQueries, 0, 0);
    }

    /** Returns what both used. */
    public Usage plus(Usage other) {
        return new Usage(
                prompt + other.prompt,
                cached + other.cached,
                candidates + other.candidates,
                thoughts + other.thoughts,
                toolUse + other.toolUse,
                total + other.total,
                searchQueries + other.searchQueries,
                audio + other.audio,
                cachedAudio + other.cachedAudio);
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
