package dev.gleaner.simulator;

import java.util.List;

/**
 * What a conversation says.
 *
 * @param first text of the first user turn or, since examples may come before what is asked, of the
 *     first that has a marker
 * @param record hash of that turn, with all that is in it
 * @param prompt the last user turn that is more than function responses
 * @param tokens of all turns
 * @param media of that last user turn, in their order
 * @param rounds of function calls so far
 * @param responses of functions, in their order
 */
record Turns(
        String first,
        long record,
        PromptText prompt,
        TokenCounts tokens,
        List<Media> media,
        int rounds,
        List<FunctionReply> responses) {

    /**
     * What a function said.
     *
     * @param response as JSON
     */
    record FunctionReply(String name, String response) {}
}
