package dev.gleaner.simulator;

import java.util.Locale;

/**
 * Whose spelling of the response the simulator uses; they differ in a few fields around the same
 * answer.
 */
public enum Envelope {
    /**
     * Vertex AI, which CometAPI passes on: createTime, avgLogprobs, trafficType,
     * candidatesTokensDetails.
     */
    VERTEX,
    /** The Gemini API (generativelanguage): candidate index, serviceTier. */
    GEMINI_API;

    /** The name in options: {@code vertex} or {@code gemini-api}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
