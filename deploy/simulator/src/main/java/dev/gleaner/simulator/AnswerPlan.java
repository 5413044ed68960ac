package dev.gleaner.simulator;

import org.jspecify.annotations.Nullable;

/**
 * All that a request says about the answer apart from its contents; the same for every record of a
 * job.
 *
 * @param form of the text
 * @param schema of the text, null if there is none
 * @param thinking whether thoughts are counted
 * @param includeThoughts whether a thought part is sent
 * @param search whether a search tool may be used
 * @param maxOutputTokens limit over the answer, 0 if none
 */
record AnswerPlan(
        Form form,
        @Nullable Schema schema,
        boolean thinking,
        boolean includeThoughts,
        boolean search,
        int maxOutputTokens) {

    enum Form {
        TEXT,
        JSON,
        ENUM
    }
}
