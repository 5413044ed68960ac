package dev.gleaner.spec;

/**
 * A share, written as a percentage such as {@code 50 %}.
 *
 * @param percent from 0 to 100
 */
public record Percentage(double percent) implements Comparable<Percentage> {

    /** Returns the percentage that a text is. */
    static Percentage parse(String text) {
        return new Percentage(Double.parseDouble(text.replace("%", "").strip()));
    }

    /** Returns the share, from 0 to 1. */
    public double share() {
        return percent / 100;
    }

    @Override
    public int compareTo(Percentage other) {
        return Double.compare(percent, other.percent);
    }
}
