package dev.gleaner.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gleaner.limit.ModelPrice.SearchUnit;
import dev.gleaner.limit.ModelPrice.TokenPrices;
import dev.gleaner.model.Usage;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures are worked out by hand from prices in dollars for a million tokens. */
class ModelPriceTest {
    private static final long MAX_DIGITS = 999_999_999_999_999_999L;

    /** 1.50, 0.15, 9.00; 14.00 for 1,000 queries. */
    private static final ModelPrice FLASH =
            new ModelPrice(
                    "gemini-3.5-flash",
                    new TokenPrices(1_500, 150, 9_000),
                    new TokenPrices(1_500, 150, 9_000),
                    Long.MAX_VALUE,
                    14_000_000,
                    SearchUnit.QUERY);

    /** 1.25, 0.125, 10.00, as of 200,001 tokens 2.50, 0.25, 15.00; 35.00 for 1,000 prompts. */
    private static final ModelPrice PRO =
            new ModelPrice(
                    "gemini-2.5-pro",
                    new TokenPrices(1_250, 125, 10_000),
                    new TokenPrices(2_500, 250, 15_000),
                    200_000,
                    35_000_000,
                    SearchUnit.PROMPT);

    /** 0.25, 0.025, 1.50; sound 0.50, 0.05; kept 1.00. */
    private static final ModelPrice LITE =
            new ModelPrice(
                    "gemini-3.1-flash-lite",
                    new TokenPrices(250, 25, 1_500, 500, 50),
                    new TokenPrices(250, 25, 1_500, 500, 50),
                    Long.MAX_VALUE,
                    14_000_000,
                    SearchUnit.QUERY,
                    1_000);

    @Test
    void cost_isThatOfPromptAndAnswer() {
        // 41 at 1,500 and 34 at 9,000
        assertThat(FLASH.cost(new Usage(41, 0, 34, 0, 0, 75, 0))).isEqualTo(367_500);
    }

    @Test
    void cachedTokens_arePartOfThePromptAtTheirOwnPrice() {
        // 13 at 1,500, 9,609 at 150 and 100 at 9,000
        assertThat(FLASH.cost(new Usage(9_622, 9_609, 100, 0, 0, 9_722, 0))).isEqualTo(2_360_850);
    }

    @Test
    void thoughts_areOutput_andTokensOfToolsAreInput() {
        // 10 + 200 at 1,500 and 1 + 500 at 9,000
        assertThat(FLASH.cost(new Usage(10, 0, 1, 500, 200, 711, 0))).isEqualTo(4_824_000);
    }

    @ParameterizedTest
    @CsvSource({"200000, 250100000", "200001, 500152500"})
    void longPrompt_makesEveryTokenDearer(long prompt, long cost) {
        // 200,000 at 1,250 and 10 at 10,000; or 200,001 at 2,500 and 10 at 15,000
        assertThat(PRO.cost(new Usage(prompt, 0, 10, 0, 0, prompt + 10, 0))).isEqualTo(cost);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 14000000, 35000000", "3, 42000000, 35000000"})
    void searches_arePaidByQueryOrByPrompt(int queries, long byQuery, long byPrompt) {
        Usage usage = new Usage(0, 0, 0, 0, 0, 0, queries);

        assertThat(FLASH.cost(usage)).isEqualTo(byQuery);
        assertThat(PRO.cost(usage)).isEqualTo(byPrompt);
    }

    @Test
    void moreCachedThanThereIs_neverMakesACostSmaller() {
        // 5 at 1,500 for tools, 40 at 150
        assertThat(FLASH.cost(new Usage(10, 40, 0, 0, 5, 15, 0))).isEqualTo(13_500);
    }

    @Test
    void absurdCounts_costWhatTheLongestAnswerCould_andDoNotOverflow() {
        Usage absurd =
                new Usage(
                        MAX_DIGITS,
                        0,
                        MAX_DIGITS,
                        MAX_DIGITS,
                        MAX_DIGITS,
                        MAX_DIGITS,
                        Integer.MAX_VALUE);
        TokenPrices dearest = new TokenPrices(100_000_000_000L, 100_000_000_000L, 100_000_000_000L);

        // 10,000,000 at 1,500 and at 9,000, and 1,000 searches
        assertThat(FLASH.cost(absurd)).isEqualTo(119_000_000_000L);
        assertThat(
                        new ModelPrice(
                                        "m",
                                        dearest,
                                        dearest,
                                        Long.MAX_VALUE,
                                        1_000_000_000_000_000L,
                                        SearchUnit.QUERY)
                                .cost(absurd))
                .isEqualTo(3_000_000_000_000_000_000L);
    }

    @Test
    void bound_isAtLeastWhatAnythingWithinItCosts() {
        assertThat(FLASH.bound(41, 0, 34)).isEqualTo(367_500);
        assertThat(PRO.bound(200_001, 0, 10)).isEqualTo(500_152_500);
        assertThat(FLASH.bound(Long.MAX_VALUE, 0, Long.MAX_VALUE)).isEqualTo(105_000_000_000L);
    }

    @Test
    void sound_isPartOfThePromptAtItsOwnPrice() {
        // 300 at 250 and 400 of sound at 500; cached, 100 at 25 and 200 of sound at 50; 10 at 1,500
        assertThat(LITE.cost(new Usage(1_000, 300, 10, 0, 0, 1_010, 0, 600, 200)))
                .isEqualTo(302_500);
        // 100 at 250
        assertThat(LITE.cost(new Usage(100, 0, 0, 0, 0, 100, 0))).isEqualTo(25_000);
    }

    @Test
    void moreSoundThanThereIs_costsWhatThePromptDoesIfItIsAllSound() {
        // 10 at 500; 5 at 50 and 5 at 500
        assertThat(LITE.cost(new Usage(10, 0, 0, 0, 0, 10, 0, 99, 0))).isEqualTo(5_000);
        assertThat(LITE.cost(new Usage(10, 5, 0, 0, 0, 10, 0, 99, 99))).isEqualTo(2_750);
    }

    @Test
    void bound_takesForSoundWhatMayBe() {
        // 100 at 250, 900 at 500, 10 at 1,500
        assertThat(LITE.bound(1_000, 900, 10)).isEqualTo(490_000);
        // Cheaper sound does not make a bound smaller: it may not be any.
        TokenPrices cheapSound = new TokenPrices(250, 25, 1_500, 100, 10);
        assertThat(
                        new ModelPrice(
                                        "m",
                                        cheapSound,
                                        cheapSound,
                                        Long.MAX_VALUE,
                                        0,
                                        SearchUnit.QUERY)
                                .bound(1_000, 900, 0))
                .isEqualTo(250_000);
    }

    @ParameterizedTest
    @CsvSource({
        // 5,000 at 250 and, for so many hours, at 1,000
        "5000, PT1H, 6250000",
        "5000, PT168H, 841250000",
        // a sixth of 5,000,000, rounded down
        "5000, PT10M, 2083333",
        // 5,000,000 / 3,600, for a second that has begun
        "5000, PT0.1S, 1251388",
        // nothing is kept for longer
        "5000, PT99999H, 3601250000"
    })
    void cache_isPaidForByWhatItTakesInAndForHowLongItKeepsIt(
            long tokens, Duration time, long cost) {
        assertThat(LITE.cacheCost(tokens, tokens, time)).isEqualTo(cost);
    }

    @Test
    void cache_ofALongPrefix_isTakenInAtTheDearerPrice() {
        ModelPrice pro =
                new ModelPrice(
                        "gemini-2.5-pro",
                        PRO.usual(),
                        PRO.large(),
                        PRO.longFrom(),
                        PRO.search(),
                        PRO.searchUnit(),
                        4_500);

        // 200,001 at 2,500 and, for two hours, at 4,500
        assertThat(pro.cacheCost(200_001, 200_001, Duration.ofHours(2)))
                .isEqualTo(500_002_500L + 1_800_009_000L);
        assertThat(pro.cacheCost(0, 200_001, Duration.ofHours(2))).isEqualTo(1_800_009_000L);
    }

    @Test
    void absurdCache_doesNotOverflow() {
        TokenPrices dearest = new TokenPrices(100_000_000_000L, 1, 1);
        ModelPrice price =
                new ModelPrice("m", dearest, dearest, 9, 0, SearchUnit.QUERY, 1_000_000_000L);

        // 10,000,000 at 100 dollars and, for 720 hours, at a dollar
        assertThat(price.cacheCost(MAX_DIGITS, MAX_DIGITS, Duration.ofSeconds(Long.MAX_VALUE)))
                .isBetween(8_199_999_999_000_000_000L, 8_200_000_000_000_000_000L);
    }

    @Test
    void negativePrice_isRefused() {
        assertThatThrownBy(() -> new TokenPrices(1, -1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cachedInput")
                .hasMessageContaining("-1");
    }
}
