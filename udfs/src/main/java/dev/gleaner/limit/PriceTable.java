package dev.gleaner.limit;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The prices of models.
 *
 * @param version says which table this is, such as its date
 * @param prices one for each model
 */
public record PriceTable(String version, List<ModelPrice> prices) implements Serializable {

    private static final Pattern VERSION =
            Pattern.compile("|@.*|-latest|(-(preview|exp))?(-\\d[\\w-]*)?");

    /** Knows no model. */
    public static final PriceTable EMPTY = new PriceTable("none", List.of());

    public PriceTable {
        prices = List.copyOf(prices);
    }

    /** Returns whether it knows no model. */
    public boolean isEmpty() {
        return prices.isEmpty();
    }

    /**
     * Returns the price of a model: of the longest id that the given one is a version of, since
     * answers name one, such as {@code gemini-3.5-flash-001} or {@code
     * gemini-3.5-flash-preview-09-2026}. What makes images or speech is another model, whatever it
     * begins with: {@code gemini-2.5-flash-image} costs twelve times as much.
     */
    public Optional<ModelPrice> of(String modelVersion) {
        ModelPrice best = null;
        for (ModelPrice price : prices) {
            boolean longer = best == null || price.model().length() > best.model().length();
            if (longer && isVersionOf(modelVersion, price.model())) {
                best = price;
            }
        }
        return Optional.ofNullable(best);
    }

    private static boolean isVersionOf(String version, String model) {
        return version.startsWith(model)
                && VERSION.matcher(version.substring(model.length())).matches();
    }
}
