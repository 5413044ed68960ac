package dev.gleaner.limit;

import dev.gleaner.model.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a request is expected to use up, learnt from what requests did. For the quota of tokens the
 * likely number will do, since it is put right after each call; for money it is the most that a
 * call can cost. Thread-safe.
 */
public final class DemandEstimate {
    private static final double FIRST_TOKENS_PER_BYTE = 0.25;
    private static final double WEIGHT = 0.05;

    /** Assumed of an answer while none was seen and the request does not bound it. */
    private static final long FIRST_OUTPUT_TOKENS = 8_192;

    /** More than any Gemini model gives in one answer. */
    private static final long MOST_OUTPUT_TOKENS = 65_536;

    private static final int SAFETY = 4;

    /** Assumed of an answer with tools of the endpoint until so many were seen. */
    private static final int FIRST_SEARCHES = 10;

    private static final long FIRST_TOOL_TOKENS = 16_384;
    private static final int LEARNT_FROM = 20;

    private final @Nullable ModelPrice price;
    private final long maxOutputTokens;
    private double tokensPerByte = FIRST_TOKENS_PER_BYTE;
    private final boolean withTools;
    private long longestOutput;
    private long mostSearches;
    private long mostToolTokens;
    private int answers;
    private double meanCost;

    /**
     * @param price of the model that is asked, or null if it does not matter
     * @param maxOutputTokens what the request bounds answers to, thoughts included; 0 if it does
     *     not
     */
    public DemandEstimate(@Nullable ModelPrice price, long maxOutputTokens) {
        this(price, maxOutputTokens, false);
    }

    /**
     * @param price of the model that is asked, or null if it does not matter
     * @param maxOutputTokens what the request bounds answers to, thoughts included; 0 if it does
     *     not
     * @param withTools whether the endpoint may search, or call other tools of its own
     */
    public DemandEstimate(@Nullable ModelPrice price, long maxOutputTokens, boolean withTools) {
        this.withTools = withTools;
        this.price = price;
        this.maxOutputTokens = maxOutputTokens;
    }

    /**
     * Returns what a request may use up.
     *
     * @param textBytes its bytes, without those of files
     * @param fileTokens the most tokens that its files can be
     * @param soundTokens how many of them may be of sound
     */
    public synchronized Demand of(long textBytes, long fileTokens, long soundTokens) {
        // No tokenizer makes more tokens than bytes of a text.
        long cost =
                price == null
                        ? 0
                        : price.bound(
                                        textBytes + fileTokens + toolTokens(),
                                        soundTokens,
                                        mostOutput())
                                + price.searchCost(searches());
        return new Demand(textBytes * tokensPerByte + fileTokens, cost);
    }

    /** Twice the most that was seen: queries are few, and each is dear. */
    private long searches() {
        long first = withTools && answers < LEARNT_FROM ? FIRST_SEARCHES : 0;
        return Math.max(first, Math.max(2 * mostSearches, withTools ? 1 : 0));
    }

    private long toolTokens() {
        long first = withTools && answers < LEARNT_FROM ? FIRST_TOOL_TOKENS : 0;
        return Math.max(first, SAFETY * mostToolTokens);
    }

    private long mostOutput() {
        if (maxOutputTokens > 0) {
            return maxOutputTokens;
        }
        return longestOutput == 0
                ? FIRST_OUTPUT_TOKENS
                : Math.min(MOST_OUTPUT_TOKENS, SAFETY * longestOutput);
    }

    /**
     * Learns from an answer.
     *
     * @param textBytes of the request, or 0 if it had files, whose tokens cannot be told apart
     */
    public synchronized void learn(long textBytes, Usage usage, long cost) {
        if (usage.prompt() > 0 && textBytes > 0) {
            double measured = (double) usage.prompt() / textBytes;
            tokensPerByte += WEIGHT * (measured - tokensPerByte);
        }
        longestOutput = Math.max(longestOutput, usage.output());
        mostSearches = Math.max(mostSearches, usage.searchQueries());
        mostToolTokens = Math.max(mostToolTokens, usage.toolUse());
        answers = Math.min(LEARNT_FROM, answers + 1);
        meanCost = meanCost == 0 ? cost : meanCost + WEIGHT * (cost - meanCost);
    }

    /**
     * Returns what an attempt most likely cost of which no answer came: the endpoint may have done,
     * and will bill, its work. While no answer was seen, that is all that was reserved.
     */
    public synchronized long unansweredCost(Demand reserved) {
        return meanCost == 0 ? reserved.cost() : (long) meanCost;
    }
}
