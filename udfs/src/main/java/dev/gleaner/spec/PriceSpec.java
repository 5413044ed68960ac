package dev.gleaner.spec;

import dev.gleaner.limit.ModelPrice.SearchUnit;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The prices of one model in a file of prices, in US dollars for a million tokens. */
record PriceSpec(
        @Inline TokenPriceSpec tokens,
        @Option(
                        value =
                                "Price of input tokens of sound, however long the prompt; that of"
                                        + " others by default.",
                        min = "0",
                        max = "1000000")
                @Nullable BigDecimal audioInput,
        @Option(
                        value =
                                "Price of input tokens of sound that are read from a cache; that of"
                                        + " others by default.",
                        min = "0",
                        max = "1000000")
                @Nullable BigDecimal cachedAudioInput,
        @Option(
                        value = "Price of a million tokens in prompt.cache for an hour.",
                        defaultValue = "0",
                        min = "0",
                        max = "1000000")
                BigDecimal cacheStorage,
        @Option(
                        value = "Prices of all tokens of a request whose prompt is longer.",
                        optional = true)
                @Nullable LongPromptSpec longPrompt,
        @Option(
                        value = "Price of a thousand searches.",
                        defaultValue = "0",
                        min = "0",
                        max = "1000000")
                BigDecimal search,
        @Option(
                        value =
                                "What is paid as one search: each query, or each prompt whose"
                                        + " answer searched.",
                        defaultValue = "query")
                SearchUnit searchUnit) {

    /** The prices of a request with a long prompt. */
    record LongPromptSpec(
            @Option(
                            value = "The longest prompt in tokens at the usual prices.",
                            required = "give the tokens of the longest prompt at usual prices",
                            min = "1",
                            max = "1000000000")
                    Long above,
            @Inline TokenPriceSpec tokens) {}
}
