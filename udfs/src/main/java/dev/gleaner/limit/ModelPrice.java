package dev.gleaner.limit;

import dev.gleaner.model.Usage;
import java.io.Serializable;

/**
 * What one model costs. Prices are in billionths of a US dollar for a token: a thousandth of the
 * price in dollars for a million.
 *
 * @param model the model's id, such as {@code gemini-3.5-flash}; also the beginning of the ids of
 *     its versions
 * @param usual the prices of a request with a prompt of up to {@code longFrom} tokens
 * @param large the prices of a larger one; they hold for all of its tokens
 * @param longFrom the tokens of the longest prompt at usual prices; Long.MAX_VALUE if size does not
 *     matter
 * @param search for each search unit
 * @param searchUnit what is counted as one
 */
public record ModelPrice(
        String model,
        TokenPrices usual,
        TokenPrices large,
        long longFrom,
        long search,
        SearchUnit searchUnit)
        implements Serializable {

    /** What a search is billed by. */
    public enum SearchUnit {
        /** Each different search query, as of Gemini 3. */
        QUERY,
        /** Each answer that searched, up to Gemini 2.5. */
        PROMPT
    }

    /**
     * The prices of tokens.
     *
     * @param input of the prompt, and of what tools add to it
     * @param cachedInput of what is read from a cache
     * @param output of the answer and of thoughts
     */
    public record TokenPrices(long input, long cachedInput, long output) implements Serializable {}

    /** Returns the cost of one answer in billionths of a US dollar. */
    public long cost(Usage usage) {
        TokenPrices prices = usage.prompt() > longFrom ? large : usual;
        int units =
                searchUnit == SearchUnit.QUERY
                        ? usage.searchQueries()
                        : Math.min(1, usage.searchQueries());
        return (usage.input() - usage.cached()) * prices.input()
                + usage.cached() * prices.cachedInput()
                + usage.output() * prices.output()
                + units * search;
    }

    /**
     * Returns the most that a call can cost without searches.
     *
     * @param inputTokens the most tokens that its prompt can have
     * @param outputTokens the most tokens that it can be answered with, thoughts included
     */
    public long bound(long inputTokens, long outputTokens) {
        TokenPrices prices = inputTokens > longFrom ? large : usual;
        return inputTokens * prices.input() + outputTokens * prices.output();
    }
}
