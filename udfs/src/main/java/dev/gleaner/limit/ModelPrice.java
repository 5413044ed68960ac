package dev.gleaner.limit;

import dev.gleaner.model.Usage;
import java.io.Serializable;
import java.util.Objects;

/**
 * What one model costs. Prices are in billionths of a US dollar for a token: a thousandth of the
 * price in dollars for a million.
 *
 * <p>Counts come from the wire, or from the length of a record, and may be absurd: no more than
 * {@link #MAX_TOKENS} of a kind and {@link #MAX_SEARCHES} are billed for one answer, so that a cost
 * never overflows.
 *
 * @param model the model's id, such as {@code gemini-3.5-flash}; also the beginning of the ids of
 *     its versions
 * @param usual the prices of a request with a prompt of up to {@code longFrom} tokens
 * @param large the prices of a larger one; they hold for all of its tokens
 * @param longFrom the tokens of the longest prompt at usual prices; Long.MAX_VALUE if size does not
 *     matter
 * @param search for each search unit, up to a million dollars
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

    /** Ten times what the models with the longest context take. */
    static final long MAX_TOKENS = 10_000_000;

    /** Far more than a model searches for one answer. */
    static final int MAX_SEARCHES = 1_000;

    private static final long NANO = 1_000_000_000;

    /** What a search is billed by. */
    public enum SearchUnit {
        /** Each different search query, as of Gemini 3. */
        QUERY,
        /** Each answer that searched, up to Gemini 2.5. */
        PROMPT
    }

    /**
     * The prices of tokens, each up to 100 dollars.
     *
     * @param input of the prompt, and of what tools add to it
     * @param cachedInput of what is read from a cache
     * @param output of the answer and of thoughts
     */
    public record TokenPrices(long input, long cachedInput, long output) implements Serializable {

        public TokenPrices {
            require(input, 100 * NANO, "input");
            require(cachedInput, 100 * NANO, "cachedInput");
            require(output, 100 * NANO, "output");
        }
    }

    public ModelPrice {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(usual, "usual");
        Objects.requireNonNull(large, "large");
        Objects.requireNonNull(searchUnit, "searchUnit");
        require(search, 1_000_000 * NANO, "search");
        if (longFrom < 0) {
            throw new IllegalArgumentException("longFrom must not be negative: " + longFrom);
        }
    }

    /** Returns the cost of one answer in billionths of a US dollar; never negative. */
    public long cost(Usage usage) {
        TokenPrices prices = usage.prompt() > longFrom ? large : usual;
        // What is cached is part of the prompt, unless an answer contradicts itself.
        long uncached = Math.max(0, usage.prompt() - usage.cached()) + usage.toolUse();
        int searches =
                searchUnit == SearchUnit.QUERY
                        ? Math.min(MAX_SEARCHES, usage.searchQueries())
                        : Math.min(1, usage.searchQueries());
        return tokens(uncached) * prices.input()
                + tokens(usage.cached()) * prices.cachedInput()
                + tokens(usage.output()) * prices.output()
                + searches * search;
    }

    /**
     * Returns the most that a call can cost without searches.
     *
     * @param inputTokens the most tokens that its prompt can have
     * @param outputTokens the most tokens that it can be answered with, thoughts included
     */
    public long bound(long inputTokens, long outputTokens) {
        TokenPrices prices = inputTokens > longFrom ? large : usual;
        return tokens(inputTokens) * prices.input() + tokens(outputTokens) * prices.output();
    }

    private static long tokens(long count) {
        return Math.min(MAX_TOKENS, count);
    }

    private static void require(long price, long most, String name) {
        if (price < 0 || price > most) {
            throw new IllegalArgumentException(
                    name + " must be 0 to " + most + " nano-USD, but is " + price);
        }
    }
}
