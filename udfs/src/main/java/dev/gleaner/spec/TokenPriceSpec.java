package dev.gleaner.spec;

import java.math.BigDecimal;

/** The prices of the tokens of a request, in US dollars for a million. */
record TokenPriceSpec(
        @Option(
                        value = "Price of input tokens.",
                        required = "give it in US dollars for a million tokens",
                        min = "0",
                        max = "1000000")
                BigDecimal input,
        @Option(
                        value = "Price of input tokens that are read from a cache.",
                        required = "give it in US dollars for a million tokens",
                        min = "0",
                        max = "1000000")
                BigDecimal cachedInput,
        @Option(
                        value = "Price of output tokens, thoughts included.",
                        required = "give it in US dollars for a million tokens",
                        min = "0",
                        max = "1000000")
                BigDecimal output) {}
