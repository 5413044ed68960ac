package dev.gleaner.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * What a search is said to have found.
 *
 * @param query that was searched
 * @param sites that were found, domain names
 * @param supports which part of the answer rests on which site
 */
record Grounding(String query, List<String> sites, List<Support> supports) {

    /**
     * One stretch of the answer.
     *
     * @param start first byte in UTF-8
     * @param end byte after the last
     * @param text of the stretch
     * @param site index of the site
     */
    record Support(int start, int end, String text, int site) {}

    private static final int LONGEST_QUERY = 80;
    private static final List<String> SITES = List.of("example.org", "example.com", "example.net");

    /** Grounds a text: JSON as one stretch, prose sentence by sentence. */
    static Grounding of(String text, PromptText prompt, boolean json) {
        List<Support> supports = new ArrayList<>();
        int start = 0;
        int from = 0;
        while (from < text.length()) {
            int stop = json ? -1 : text.indexOf(". ", from);
            int to = stop < 0 ? text.length() : stop + 1;
            String segment = text.substring(from, to);
            int end = start + Tokens.utf8Length(segment);
            supports.add(new Support(start, end, segment, supports.size() % SITES.size()));
            from = stop < 0 ? to : to + 1;
            start = end + 1;
        }
        return new Grounding(prompt.opening(LONGEST_QUERY), SITES, List.copyOf(supports));
    }
}
