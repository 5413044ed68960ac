package dev.gleaner.limit;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * The prices of models.
 *
 * @param version says which table this is, such as its date
 * @param prices one for each model
 */
public record PriceTable(String version, List<ModelPrice> prices) implements Serializable {

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
     * Returns the price of a model: of the longest id that the given one is, or begins with before
     * a {@code -} or {@code @}, since answers name a version such as {@code gemini-3.5-flash-001}.
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
        int end = model.length();
        return version.startsWith(model)
                && (version.length() == end || "-@".indexOf(version.charAt(end)) >= 0);
    }
}
