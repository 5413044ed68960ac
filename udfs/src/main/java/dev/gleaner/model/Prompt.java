package dev.gleaner.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the model is asked about one record.
 *
 * @param parts of the user's turn, at least one
 * @param place where the question is asked from, for answers grounded in maps, or null
 * @param replaced whether characters of the record that nobody can store were replaced
 */
public record Prompt(List<PromptPart> parts, @Nullable Place place, boolean replaced) {

    /**
     * A point on Earth.
     *
     * @param latitude from -90 to 90, in degrees
     * @param longitude from -180 to 180, in degrees
     */
    public record Place(double latitude, double longitude) {}

    public Prompt {
        parts = List.copyOf(parts);
    }

    /** A question in which nothing was replaced. */
    public Prompt(List<PromptPart> parts, @Nullable Place place) {
        this(parts, place, false);
    }

    /** A question that is text only. */
    public static Prompt of(String text) {
        return new Prompt(List.of(new PromptPart.Text(text)), null);
    }
}
