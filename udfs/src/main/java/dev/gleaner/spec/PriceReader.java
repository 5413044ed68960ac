package dev.gleaner.spec;

import dev.gleaner.limit.ModelPrice;
import dev.gleaner.limit.ModelPrice.TokenPrices;
import dev.gleaner.limit.PriceTable;
import dev.gleaner.spec.PriceSpec.LongPromptSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads a file of prices as strictly as a spec. Variables have no meaning in it. */
final class PriceReader {
    private static final String BUILT_IN = "/dev/gleaner/limit/prices.yaml";
    // A dollar is a billion nano-USD.
    private static final int NANO_OF_A_MILLIONTH = 3;
    private static final int NANO_OF_A_THOUSANDTH = 6;

    private final Problems problems;
    private final ValueReader values;

    /**
     * @param problems of the file
     */
    PriceReader(Problems problems) {
        this.problems = problems;
        this.values =
                new ValueReader(
                        Expander.ofNothing(problems),
                        new SpecFiles(Path.of(""), problems),
                        problems);
    }

    /** Returns the table that holds where a spec names none. */
    static PriceTable builtIn() {
        Problems problems = new Problems(BUILT_IN);
        try (InputStream in =
                Objects.requireNonNull(PriceReader.class.getResourceAsStream(BUILT_IN), BUILT_IN)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            PriceTable table = new PriceReader(problems).read(text);
            problems.throwIfAny();
            return Objects.requireNonNull(table, BUILT_IN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SpecException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the table, or null if there are problems. */
    @Nullable PriceTable read(String text) {
        Node root = YamlDocument.parse(text, problems);
        if (root == null) {
            return null;
        }
        Object file =
                new Binder(values, problems, PriceFileSpec.class)
                        .bind(PriceFileSpec.class, root, "");
        List<ModelPrice> prices = prices(root);
        if (problems.isEmpty() && prices.isEmpty()) {
            problems.add("models", "names no model", "give prices under the id of each model");
        }
        return file == null || !problems.isEmpty()
                ? null
                : new PriceTable(((PriceFileSpec) file).version(), prices);
    }

    private List<ModelPrice> prices(Node root) {
        List<ModelPrice> prices = new ArrayList<>();
        for (NodeTuple section : entries(root)) {
            if (((ScalarNode) section.getKeyNode()).getValue().equals("models")) {
                for (NodeTuple model : entries(section.getValueNode())) {
                    ModelPrice price =
                            price(
                                    ((ScalarNode) model.getKeyNode()).getValue(),
                                    model.getValueNode());
                    if (price != null) {
                        prices.add(price);
                    }
                }
            }
        }
        return prices;
    }

    private static List<NodeTuple> entries(Node node) {
        return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    private @Nullable ModelPrice price(String model, Node node) {
        String path = YamlDocument.join("models", model);
        Object bound =
                new Binder(values, problems, PriceSpec.class).bind(PriceSpec.class, node, path);
        if (bound == null) {
            return null;
        }
        PriceSpec price = (PriceSpec) bound;
        LongPromptSpec more = price.longPrompt();
        Long audio = nanoIfGiven(price.audioInput(), path + ".audioInput");
        Long cachedAudio = nanoIfGiven(price.cachedAudioInput(), path + ".cachedAudioInput");
        TokenPrices usual = tokens(price.tokens(), audio, cachedAudio, path);
        return new ModelPrice(
                model,
                usual,
                more == null
                        ? usual
                        : tokens(more.tokens(), audio, cachedAudio, path + ".longPrompt"),
                more == null ? Long.MAX_VALUE : more.above(),
                nano(price.search(), NANO_OF_A_THOUSANDTH, path + ".search"),
                price.searchUnit(),
                nano(price.cacheStorage(), NANO_OF_A_MILLIONTH, path + ".cacheStorage"));
    }

    /**
     * @param audio the price of sound, and so on, if it is not that of any other input
     */
    private TokenPrices tokens(
            TokenPriceSpec price, @Nullable Long audio, @Nullable Long cachedAudio, String path) {
        long input = nano(price.input(), NANO_OF_A_MILLIONTH, path + ".input");
        long cached = nano(price.cachedInput(), NANO_OF_A_MILLIONTH, path + ".cachedInput");
        return new TokenPrices(
                input,
                cached,
                nano(price.output(), NANO_OF_A_MILLIONTH, path + ".output"),
                Objects.requireNonNullElse(audio, input),
                Objects.requireNonNullElse(cachedAudio, cached));
    }

    private @Nullable Long nanoIfGiven(@Nullable BigDecimal usd, String path) {
        return usd == null ? null : (Long) nano(usd, NANO_OF_A_MILLIONTH, path);
    }

    private long nano(BigDecimal usd, int decimals, String path) {
        BigDecimal nano = usd.movePointRight(decimals);
        if (nano.stripTrailingZeros().scale() > 0) {
            problems.add(path, "has more than " + decimals + " decimals", "round it up");
        }
        return nano.longValue();
    }
}
