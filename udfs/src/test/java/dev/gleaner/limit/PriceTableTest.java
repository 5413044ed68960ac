package dev.gleaner.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.limit.ModelPrice.SearchUnit;
import dev.gleaner.limit.ModelPrice.TokenPrices;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceTableTest {
    private final PriceTable table =
            new PriceTable("t", models("gemini-3.5-flash", "gemini-3.5-flash-lite", "other"));

    @ParameterizedTest
    @CsvSource({
        "gemini-3.5-flash, gemini-3.5-flash",
        "gemini-3.5-flash-001, gemini-3.5-flash",
        "gemini-3.5-flash@2026, gemini-3.5-flash",
        "gemini-3.5-flash-latest, gemini-3.5-flash",
        "gemini-3.5-flash-preview, gemini-3.5-flash",
        "gemini-3.5-flash-exp-0827, gemini-3.5-flash",
        "gemini-3.5-flash-lite, gemini-3.5-flash-lite",
        "gemini-3.5-flash-lite-preview-09-2026, gemini-3.5-flash-lite"
    })
    void version_hasThePriceOfItsModel(String version, String model) {
        assertThat(table.of(version)).map(ModelPrice::model).contains(model);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gemini-3.5",
                "gemini-3.5-flashy",
                "gemini-3.5-flash-image",
                "gemini-3.5-flash-image-preview",
                "gemini-3.5-flash-preview-tts",
                "gemini-3.5-flash-native-audio",
                "models/gemini-3.5-flash",
                ""
            })
    void otherModel_hasNone(String version) {
        assertThat(table.of(version)).isEmpty();
    }

    @Test
    void emptyTable_knowsNoModel() {
        assertThat(PriceTable.EMPTY.of("gemini-3.5-flash")).isEmpty();
    }

    private static List<ModelPrice> models(String... ids) {
        TokenPrices one = new TokenPrices(1, 1, 1);
        return Stream.of(ids)
                .map(id -> new ModelPrice(id, one, one, Long.MAX_VALUE, 0, SearchUnit.QUERY))
                .toList();
    }
}
