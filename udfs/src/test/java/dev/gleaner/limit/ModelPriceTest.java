package dev.gleaner.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gleaner.limit.ModelPrice.SearchUnit;
import dev.gleaner.limit.ModelPrice.TokenPrices;
import dev.gleaner.model.Usage;
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
        assertThat(FLASH.bound(41, 34)).isEqualTo(367_500);
        assertThat(PRO.bound(200_001, 10)).isEqualTo(500_152_500);
        assertThat(FLASH.bound(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(105_000_000_000L);
    }

    @Test
    void negativePrice_isRefused() {
        assertThatThrownBy(() -> new TokenPrices(1, -1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cachedInput")
                .hasMessageContaining("-1");
    }
}
