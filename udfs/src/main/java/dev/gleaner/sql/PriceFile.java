package dev.gleaner.sql;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gleaner.limit.ModelPrice;
import dev.gleaner.limit.ModelPrice.SearchUnit;
import dev.gleaner.limit.ModelPrice.TokenPrices;
import dev.gleaner.limit.PriceTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file of prices, in US dollars: tokens by the million, searches by the thousand. */
final class PriceFile {
    private static final String BUILT_IN = "/dev/gleaner/limit/prices.yaml";
    private static final int NANO_OF_A_MILLIONTH = 3;
    private static final int NANO_OF_A_THOUSANDTH = 6;
    private static final YAMLMapper YAML = new YAMLMapper();

    private PriceFile() {}

    private record Content(String version, Map<String, Price> models) {}

    private record Price(
            BigDecimal input,
            BigDecimal cachedInput,
            BigDecimal output,
            @Nullable BigDecimal audioInput,
            @Nullable BigDecimal cachedAudioInput,
            @Nullable BigDecimal cacheStorage,
            @Nullable LongPrompt longPrompt,
            @Nullable BigDecimal search,
            @Nullable String searchUnit) {}

    private record LongPrompt(
            long above, BigDecimal input, BigDecimal cachedInput, BigDecimal output) {}

    /** Returns Google's list prices. */
    static PriceTable builtIn() {
        try (InputStream in =
                Objects.requireNonNull(PriceFile.class.getResourceAsStream(BUILT_IN), BUILT_IN)) {
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if there is none, or no prices are in it
     */
    static PriceTable read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        } catch (IOException | NullPointerException | ArithmeticException unreadable) {
            throw new IllegalArgumentException(
                    "budget.prices: " + file + " cannot be read as a file of prices: " + unreadable,
                    unreadable);
        }
    }

    private static PriceTable read(InputStream in) throws IOException {
        Content content = YAML.readValue(in, Content.class);
        List<ModelPrice> prices = new ArrayList<>();
        content.models().forEach((model, price) -> prices.add(price(model, price)));
        return new PriceTable(content.version(), prices);
    }

    private static ModelPrice price(String model, Price price) {
        TokenPrices text = tokens(price.input(), price.cachedInput(), price.output());
        TokenPrices usual =
                new TokenPrices(
                        text.input(),
                        text.cachedInput(),
                        text.output(),
                        orElse(price.audioInput(), text.input()),
                        orElse(price.cachedAudioInput(), text.cachedInput()));
        LongPrompt more = price.longPrompt();
        return new ModelPrice(
                model,
                usual,
                more == null ? usual : tokens(more.input(), more.cachedInput(), more.output()),
                more == null ? Long.MAX_VALUE : more.above(),
                price.search() == null ? 0 : nano(price.search(), NANO_OF_A_THOUSANDTH),
                price.searchUnit() == null
                        ? SearchUnit.QUERY
                        : SearchUnit.valueOf(price.searchUnit().toUpperCase(Locale.ROOT)),
                orElse(price.cacheStorage(), 0));
    }

    private static long orElse(@Nullable BigDecimal usd, long otherwise) {
        return usd == null ? otherwise : nano(usd, NANO_OF_A_MILLIONTH);
    }

    private static TokenPrices tokens(BigDecimal input, BigDecimal cachedInput, BigDecimal output) {
        return new TokenPrices(
                nano(input, NANO_OF_A_MILLIONTH),
                nano(cachedInput, NANO_OF_A_MILLIONTH),
                nano(output, NANO_OF_A_MILLIONTH));
    }

    private static long nano(BigDecimal usd, int decimals) {
        return usd.movePointRight(decimals).longValueExact();
    }
}
