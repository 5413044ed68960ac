package dev.gleaner.simulator;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range that a schema's description states in words, as in "between 1 and 5", "at most 80
 * characters" or "1 to 3 items". A model keeps to such words; so does the simulator.
 *
 * @param least inclusive, NaN if none
 * @param most inclusive, NaN if none
 */
record DescribedRange(double least, double most) {
    private static final String NUMBER = "(-?\\d+(?:\\.\\d+)?)";
    private static final Pattern RANGE =
            Pattern.compile(
                    "\\bbetween %1$s and %1$s|\\b%1$s to %1$s (?:item|character)|\\bat (least|most) %1$s"
                            .formatted(NUMBER));

    /** Both open if the description states none. */
    static DescribedRange of(String description) {
        Matcher found = RANGE.matcher(description);
        if (!found.find()) {
            return new DescribedRange(Double.NaN, Double.NaN);
        }
        if (found.group(6) != null) {
            double bound = Double.parseDouble(found.group(6));
            return found.group(5).equals("least")
                    ? new DescribedRange(bound, Double.NaN)
                    : new DescribedRange(Double.NaN, bound);
        }
        int first = found.group(1) == null ? 3 : 1;
        return new DescribedRange(
                Double.parseDouble(found.group(first)), Double.parseDouble(found.group(first + 1)));
    }

    int leastOr(int otherwise) {
        return Double.isNaN(least) ? otherwise : (int) least;
    }

    int mostOr(int otherwise) {
        return Double.isNaN(most) ? otherwise : (int) most;
    }
}
