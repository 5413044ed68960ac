package dev.gleaner.gemini;

/**
 * Token counts of one answer. A count that the answer does not give is 0.
 *
 * @param prompt promptTokenCount, which includes the cached ones
 * @param cached cachedContentTokenCount
 * @param candidates candidatesTokenCount, without thoughts
 * @param thoughts thoughtsTokenCount, billed as output
 * @param toolUse toolUsePromptTokenCount, billed as input
 * @param total totalTokenCount by the endpoint's own word
 */
public record TokenCounts(
        long prompt, long cached, long candidates, long thoughts, long toolUse, long total) {

    /** Nothing counted. */
    public static final TokenCounts NONE = new TokenCounts(0, 0, 0, 0, 0, 0);
}
