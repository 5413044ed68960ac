package dev.gleaner.simulator;

import java.util.List;

/**
 * What tools are said to have found.
 *
 * @param queries that the web was searched for
 * @param sources that were found
 * @param supports which part of the answer rests on which source
 */
record Grounding(List<String> queries, List<Source> sources, List<Support> supports) {

    enum Kind {
        WEB,
        MAPS
    }

    /**
     * One thing that was found.
     *
     * @param kind of the source
     * @param uri of the page
     * @param title of a page its host, of a place its name
     * @param placeId empty for a page
     */
    record Source(Kind kind, String uri, String title, String placeId) {}

    /**
     * One stretch of the answer.
     *
     * @param start first byte in UTF-8
     * @param end byte after the last
     * @param text of the stretch
     * @param source index of the source
     */
    record Support(int start, int end, String text, int source) {}

    /** Searched, but nothing found that was told. */
    Grounding queriesOnly() {
        return new Grounding(queries, List.of(), List.of());
    }

    /** The same with offsets so many bytes too high, as they sometimes are. */
    Grounding drifted(int bytes) {
        List<Support> drifted =
                supports.stream()
                        .map(
                                support ->
                                        new Support(
                                                support.start() + bytes,
                                                support.end() + bytes,
                                                support.text(),
                                                support.source()))
                        .toList();
        return new Grounding(queries, sources, drifted);
    }
}
