package dev.gleaner.limit;

import dev.gleaner.model.Usage;
import java.io.Serializable;
import java.time.Duration;
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
 * @param cacheStorage for each token kept in a cache for an hour, up to a dollar
 */
public record ModelPrice(
        String model,
        TokenPrices usual,
        TokenPrices large,
        long longFrom,
        long search,
        SearchUnit searchUnit,
        long cacheStorage)
        implements Serializable {

    /** Ten times what the models with the longest context take. */
    static final long MAX_TOKENS = 10_000_000;

    /** Far more than a model searches for one answer. */
    static final int MAX_SEARCHES = 1_000;

    /** Longer than anything is kept for without being asked again. */
    private static final Duration MOST_TIME = Duration.ofDays(30);

    private static final long NANO = 1_000_000_000;
    private static final long SECONDS_PER_HOUR = 3_600;

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
     * @param audioInput of sound in the prompt
     * @param cachedAudioInput of sound that is read from a cache
     */
    public record TokenPrices(
            long input, long cachedInput, long output, long audioInput, long cachedAudioInput)
            implements Serializable {

        public TokenPrices {
            require(input, 100 * NANO, "input");
            require(cachedInput, 100 * NANO, "cachedInput");
            require(output, 100 * NANO, "output");
            require(audioInput, 100 * NANO, "audioInput");
            require(cachedAudioInput, 100 * NANO, "cachedAudioInput");
        }

        /** Prices of a model to which sound is input like any other. */
        public TokenPrices(long input, long cachedInput, long output) {
            this(input, cachedInput, output, input, cachedInput);
        }
    }

    public ModelPrice {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(usual, "usual");
        Objects.requireNonNull(large, "large");
        Objects.requireNonNull(searchUnit, "searchUnit");
        require(search, 1_000_000 * NANO, "search");
        require(cacheStorage, NANO, "cacheStorage");
        if (longFrom < 0) {
            throw new IllegalArgumentException("longFrom must not be negative: " + longFrom);
        }
    }

    /** The price of a model of which nothing is cached. */
    public ModelPrice(
            String model,
            TokenPrices usual,
            TokenPrices large,
            long longFrom,
            long search,
            SearchUnit searchUnit) {
        this(model, usual, large, longFrom, search, searchUnit, 0);
    }

    /** Returns the cost of one answer in billionths of a US dollar; never negative. */
    public long cost(Usage usage) {
        TokenPrices prices = usage.prompt() > longFrom ? large : usual;
        // What is cached is part of the prompt, and sound of either, unless an answer contradicts
        // itself.
        long fresh = Math.max(0, usage.prompt() - usage.cached());
        long cachedAudio = Math.min(usage.cached(), usage.cachedAudio());
        long freshAudio = Math.min(fresh, Math.max(0, usage.audio() - cachedAudio));
        int searches =
                searchUnit == SearchUnit.QUERY
                        ? Math.min(MAX_SEARCHES, usage.searchQueries())
                        : Math.min(1, usage.searchQueries());
        return tokens(fresh - freshAudio + usage.toolUse()) * prices.input()
                + tokens(freshAudio) * prices.audioInput()
                + tokens(usage.cached() - cachedAudio) * prices.cachedInput()
                + tokens(cachedAudio) * prices.cachedAudioInput()
                + tokens(usage.output()) * prices.output()
                + searches * search;
    }

    /** Returns the cost of so many search queries for one answer, in billionths of a US dollar. */
    long searchCost(long queries) {
        long most = searchUnit == SearchUnit.QUERY ? MAX_SEARCHES : 1;
        return Math.min(most, queries) * search;
    }

    /**
     * Returns the most that a call can cost without searches.
     *
     * @param inputTokens the most tokens that its prompt can have
     * @param soundTokens how many of them may be of sound
     * @param outputTokens the most tokens that it can be answered with, thoughts included
     */
    public long bound(long inputTokens, long soundTokens, long outputTokens) {
        TokenPrices prices = inputTokens > longFrom ? large : usual;
        return tokens(inputTokens - soundTokens) * prices.input()
                + tokens(soundTokens) * Math.max(prices.input(), prices.audioInput())
                + tokens(outputTokens) * prices.output();
    }

    /**
     * Returns the cost of keeping tokens in a cache, in billionths of a US dollar.
     *
     * @param read how many are taken in
     * @param kept how many are kept
     * @param time for how long; seconds that have begun count
     */
    public long cacheCost(long read, long kept, Duration time) {
        TokenPrices prices = read > longFrom ? large : usual;
        Duration most = time.compareTo(MOST_TIME) < 0 ? time : MOST_TIME;
        long seconds = most.plusSeconds(1).minusNanos(1).toSeconds();
        long perHour = tokens(kept) * cacheStorage;
        return tokens(read) * prices.input()
                + perHour / SECONDS_PER_HOUR * seconds
                + perHour % SECONDS_PER_HOUR * seconds / SECONDS_PER_HOUR;
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
