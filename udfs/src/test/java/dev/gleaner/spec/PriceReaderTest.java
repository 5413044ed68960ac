package dev.gleaner.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gleaner.limit.ModelPrice;
import dev.gleaner.limit.ModelPrice.SearchUnit;
import dev.gleaner.limit.ModelPrice.TokenPrices;
import dev.gleaner.limit.PriceTable;
import dev.gleaner.model.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceReaderTest {
    private static final String TABLE =
            """
            version: acme
            models:
              gemini-x: {input: 1, cachedInput: 0.5, output: 2}
            """;

    private final Path folder;

    PriceReaderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Worked out by hand from the published prices of 1,000 tokens in and 100 out. */
    @ParameterizedTest
    @CsvSource({
        "gemini-3.8-flash, 2250000",
        "gemini-3.7-flash, 2250000",
        "gemini-3.6-flash, 2250000",
        "gemini-3.5-flash, 2400000",
        "gemini-3.5-flash-001, 2400000",
        "gemini-3.5-flash-lite, 550000",
        "gemini-3.1-pro-preview, 3200000",
        "gemini-3.1-flash-lite, 400000",
        "gemini-3-flash-preview, 800000",
        "gemini-2.5-pro, 2250000",
        "gemini-2.5-flash, 550000",
        "gemini-2.5-flash-lite, 140000"
    })
    void builtInTable_hasThePublishedPrices(String model, long nanoUsd) {
        assertThat(cost(model, new Usage(1_000, 0, 100, 0, 0, 1_100, 0))).isEqualTo(nanoUsd);
    }

    @ParameterizedTest
    @CsvSource({
        // 300,000 at 4.00 or 2.50 dollars for a million, 10 at 18.00 or 15.00
        "gemini-3.1-pro-preview, 1200180000",
        "gemini-2.5-pro, 750150000",
        "gemini-3.5-flash, 450090000"
    })
    void builtInTable_knowsLongPrompts(String model, long nanoUsd) {
        assertThat(cost(model, new Usage(300_000, 0, 10, 0, 0, 300_010, 0))).isEqualTo(nanoUsd);
    }

    @ParameterizedTest
    @CsvSource({"gemini-3.8-flash, 28000000", "gemini-2.5-flash-lite, 35000000"})
    void builtInTable_knowsHowSearchesArePaid(String model, long nanoUsd) {
        assertThat(cost(model, new Usage(0, 0, 0, 0, 0, 0, 2))).isEqualTo(nanoUsd);
    }

    @ParameterizedTest
    @CsvSource({
        // 1,000 of sound at 0.50, 1.00 or 0.30 dollars for a million, 100 cached at a tenth
        "gemini-3.1-flash-lite, 455000",
        "gemini-3-flash-preview, 910000",
        "gemini-2.5-flash, 910000",
        "gemini-2.5-flash-lite, 273000",
        // or like text, at 0.30
        "gemini-3.5-flash-lite, 273000"
    })
    void builtInTable_knowsWhatSoundCosts(String model, long nanoUsd) {
        assertThat(cost(model, new Usage(1_000, 100, 0, 0, 0, 1_000, 0, 1_000, 100)))
                .isEqualTo(nanoUsd);
    }

    @ParameterizedTest
    @CsvSource({
        // 10,000 at 1.50, 2.00 or 1.25 and, for two hours, at 1.00 or 4.50
        "gemini-3.8-flash, 35000000",
        "gemini-3.1-pro-preview, 110000000",
        "gemini-2.5-pro, 102500000"
    })
    void builtInTable_knowsWhatACacheCosts(String model, long nanoUsd) {
        ModelPrice price = PriceReader.builtIn().of(model).orElseThrow();

        assertThat(price.cacheCost(10_000, 10_000, Duration.ofHours(2))).isEqualTo(nanoUsd);
    }

    @Test
    void builtInTable_knowsWhatACacheCosts_ofEveryModel() {
        assertThat(PriceReader.builtIn().prices())
                .allSatisfy(
                        price ->
                                assertThat(price.cacheStorage())
                                        .as(price.model())
                                        .isEqualTo(price.model().contains("pro") ? 4_500 : 1_000));
    }

    @Test
    void soundInALongPrompt_costsWhatItAlwaysDoes() throws Exception {
        String price =
                "{input: 1, cachedInput: 0.5, output: 2, audioInput: 3, cachedAudioInput: 0.7,"
                        + " longPrompt: {above: 9, input: 2, cachedInput: 1, output: 4}}";
        Files.writeString(folder.resolve("p.yaml"), TABLE.replaceFirst("\\{.*}", price));

        PriceTable table =
                SpecLoader.parse(
                                Specs.read("minimal.yaml") + "budget: {prices: p.yaml}",
                                folder,
                                name -> null)
                        .enrichment()
                        .budget()
                        .prices();

        ModelPrice read = table.prices().get(0);
        assertThat(read.usual()).isEqualTo(new TokenPrices(1_000, 500, 2_000, 3_000, 700));
        assertThat(read.large()).isEqualTo(new TokenPrices(2_000, 1_000, 4_000, 3_000, 700));
        assertThat(read.cacheStorage()).as("not given").isZero();
    }

    @Test
    void builtInTable_namesCachedInputAtATenth() {
        assertThat(PriceReader.builtIn().prices())
                .allSatisfy(
                        price ->
                                assertThat(price.usual())
                                        .as(price.model())
                                        .returns(
                                                price.usual().input(),
                                                usual -> usual.cachedInput() * 10)
                                        .returns(
                                                price.usual().audioInput(),
                                                usual -> usual.cachedAudioInput() * 10));
    }

    @Test
    void ownTable_isReadToTheLastDigit() throws SpecException {
        TokenPrices lite = new TokenPrices(240, 24, 2_000);

        PriceTable table =
                Specs.parse(
                                Specs.read("minimal.yaml") + "budget: {prices: own-prices.yaml}",
                                Map.of())
                        .enrichment()
                        .budget()
                        .prices();

        assertThat(table.version()).isEqualTo("acme-2026-11-25");
        assertThat(table.prices())
                .containsExactly(
                        new ModelPrice(
                                "gemini-3.5-flash-lite",
                                lite,
                                lite,
                                Long.MAX_VALUE,
                                11_200_000,
                                SearchUnit.QUERY),
                        new ModelPrice(
                                "gemini-pro",
                                new TokenPrices(1_000, 1, 1_000_000_000),
                                new TokenPrices(2_000, 0, 9_000),
                                200_000,
                                1,
                                SearchUnit.PROMPT));
    }

    @Test
    void ownTable_decidesWhichModelsABudgetCanHave() throws Exception {
        String yaml = Specs.read("minimal.yaml") + "budget: {usdTotal: 1, prices: p.yaml}";
        Files.writeString(folder.resolve("p.yaml"), TABLE);

        assertThatThrownBy(() -> SpecLoader.parse(yaml, folder, name -> null))
                .isInstanceOf(SpecException.class)
                .hasMessage(
                        "spec.yaml:7: model.name: the table of prices (acme) has none for"
                                + " \"gemini-3.5-flash-lite\", so that its cost cannot be kept"
                                + " within the budget; name one that it has, such as gemini-x, or"
                                + " give a table of your own in budget.prices");
        assertThat(
                        SpecLoader.parse(
                                        yaml.replace("gemini-3.5-flash-lite", "gemini-x-002"),
                                        folder,
                                        name -> null)
                                .enrichment()
                                .budget()
                                .usdTotal())
                .isEqualTo("1");
    }

    /** What is taken out of the table, what is put in, and the message after the file's name. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    input: 1, | | 3: models.gemini-x.input: is missing; give it in US dollars for a million tokens
                    input: 1 | input: -1 | 3: models.gemini-x.input: "-1" is not a number; write one such as 0.5
                    input: 1 | input: "${A:1}" | 3: models.gemini-x.input: "${A:1}" is not a number; write one such as 0.5
                    0.5 | 0.0375 | 3: models.gemini-x.cachedInput: has more than 3 decimals; round it up
                    input: 1 | input: 1000001 | 3: models.gemini-x.input: "1000001" is out of range; write a value from 0 to 1000000
                    output: 2 | output: 2, cacheStorage: -1 | 3: models.gemini-x.cacheStorage: "-1" is not a number; write one such as 0.5
                    output: 2 | output: 2, audioInput: 0.0375 | 3: models.gemini-x.audioInput: has more than 3 decimals; round it up
                    output: 2 | ouptut: 2, output: 2 | 3: models.gemini-x.ouptut: unknown key; did you mean "output"?
                    output: 2 | above: 3, output: 2 | 3: models.gemini-x.above: unknown key; did you mean "longPrompt.above"?
                    output: 2 | output: 2, longPrompt: {above: 9} | 3: models.gemini-x.longPrompt.input: is missing; give it in US dollars for a million tokens
                    output: 2 | output: 2, searchUnit: answer | 3: models.gemini-x.searchUnit: "answer" is not one of query, prompt; write one of them
                    gemini-x: {input: 1, cachedInput: 0.5, output: 2} | gemini-x: 5 | 3: models.gemini-x: is not a section; write its keys below it, indented
                    version: acme | versoin: acme | 1: version: is missing; say which table this is, such as acme-2026-11-25
                    models: | model: | 1: models: is missing; give prices under the id of each model
                    """)
    void mistake_isNamedWithFileLinePathAndFix(String text, String replacement, String message)
            throws Exception {
        assertThat(refusal(TABLE.replace(text, replacement == null ? "" : replacement)))
                .contains(folder.resolve("p.yaml") + ":" + message);
    }

    @Test
    void modelWithTwoEntries_isRefused() throws Exception {
        assertThat(refusal(TABLE + "  gemini-x: {input: 2, cachedInput: 0.5, output: 2}\n"))
                .isEqualTo(
                        folder.resolve("p.yaml")
                                + ":4: models.gemini-x: already given in line 3; keep one");
    }

    @Test
    void tableWithoutModels_isRefused() throws Exception {
        assertThat(refusal("version: acme\nmodels: {}\n"))
                .isEqualTo(
                        folder.resolve("p.yaml")
                                + ":2: models: names no model; give prices under the id of each"
                                + " model");
        assertThat(refusal("")).contains("version: is missing", "models: is missing");
    }

    @Test
    void missingFile_isNamedAsResolved() {
        String yaml = Specs.read("minimal.yaml") + "budget: {prices: ../absent.yaml}";

        assertThatThrownBy(() -> SpecLoader.parse(yaml, folder, name -> null))
                .hasMessageContaining("spec.yaml:17: budget.prices: the file ")
                .hasMessageContaining(folder.resolveSibling("absent.yaml") + " does not exist");
    }

    private String refusal(String table) throws Exception {
        Files.writeString(folder.resolve("p.yaml"), table);
        String yaml = Specs.read("minimal.yaml") + "budget: {prices: p.yaml}";
        try {
            SpecLoader.parse(yaml, folder, name -> null);
        } catch (SpecException e) {
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("accepted");
    }

    private static long cost(String model, Usage usage) {
        return PriceReader.builtIn().of(model).orElseThrow().cost(usage);
    }
}
