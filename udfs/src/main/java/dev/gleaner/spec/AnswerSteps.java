package dev.gleaner.spec;

import org.jspecify.annotations.Nullable;

/**
 * Whether an answer takes two requests: one for prose with tools, and one for the answer from that
 * prose, without. Models before Gemini 3 refuse JSON with tools. Later ones take both, and then
 * often leave the sources out (google-gemini/cookbook#1274).
 */
public final class AnswerSteps {
    private AnswerSteps() {}

    /**
     * Returns whether it takes two, if there are tools at all.
     *
     * @param grounding how many requests the spec wants for a grounded answer; null for no
     *     grounding
     */
    public static boolean areTwo(
            OutputMode mode, @Nullable GroundingSteps grounding, String model) {
        boolean formed = mode != OutputMode.TEXT && mode != OutputMode.IMAGE;
        return formed
                && (grounding == GroundingSteps.TWO
                        || grounding == GroundingSteps.AUTO
                        || ModelFamilies.refusesJsonWithTools(model));
    }
}
