package dev.gleaner.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.limit.BudgetAction;
import dev.gleaner.limit.BudgetSettings;
import dev.gleaner.limit.ModelPrice;
import dev.gleaner.limit.ModelPrice.TokenPrices;
import dev.gleaner.model.RecordFormat;
import dev.gleaner.prompt.PartSettings;
import dev.gleaner.prompt.PartSettings.Source;
import dev.gleaner.prompt.PromptSettings;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What calls with sound reserve. */
class CallSoundTest {
    /** Less than a small file of sound at 10,000 for a token, and more than it at 1,000. */
    private static final long BUDGET = 20_000_000;

    @ParameterizedTest
    @CsvSource({"audio/wav, 1", "image/png, 2"})
    void soundIsReservedAtItsOwnPrice(String mimeType, int underWay) {
        CallFixture fixture = new CallFixture(settings(mimeType), true);
        String record = "{\"file\":\"" + "AAAA".repeat(30) + "\"}";

        fixture.call(record);
        fixture.call(record);

        assertThat(fixture.endpoint.open()).isEqualTo(underWay);
    }

    private static EnrichmentSettings settings(String mimeType) {
        TokenPrices prices = new TokenPrices(1_000, 100, 0, 10_000, 1_000);
        ModelPrice price =
                new ModelPrice(
                        "gemini-3.5-flash",
                        prices,
                        prices,
                        Long.MAX_VALUE,
                        0,
                        ModelPrice.SearchUnit.QUERY);
        PartSettings file = new PartSettings(Source.BASE64, "file", mimeType, null, 1_000, false);
        return new UsualSettings()
                .prompt(new PromptSettings(RecordFormat.JSON, List.of(file), null, 1_000, false))
                .budget(new BudgetSettings(0, 0, BUDGET, BudgetAction.HOLD), price)
                .get();
    }
}
