package dev.gleaner.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a request says about the answer apart from its contents; the same for every record of a
 * job.
 *
 * @param form of the text
 * @param schema of the text, null if there is none
 * @param thinking whether thoughts are counted
 * @param includeThoughts whether a thought part is sent
 * @param tools that may be used
 * @param image whether a picture is wanted, null if none
 * @param logprobs alternatives told for each token, -1 if no probabilities are wanted
 * @param safetyCategories that are rated
 * @param stopSequences that end a text
 * @param maxOutputTokens limit over the answer, 0 if none
 * @param serviceTier as the response tells it
 * @param signatures whether the model signs its calls and wants the signatures back
 */
record AnswerPlan(
        Form form,
        @Nullable Schema schema,
        boolean thinking,
        boolean includeThoughts,
        ToolPlan tools,
        @Nullable ImagePlan image,
        int logprobs,
        List<String> safetyCategories,
        List<String> stopSequences,
        int maxOutputTokens,
        String serviceTier,
        boolean signatures) {

    enum Form {
        TEXT,
        JSON,
        ENUM
    }

    /**
     * A picture that is wanted.
     *
     * @param withText whether words may come with it
     * @param aspectRatio as in {@code 16:9}
     */
    record ImagePlan(boolean withText, String aspectRatio) {}
}
