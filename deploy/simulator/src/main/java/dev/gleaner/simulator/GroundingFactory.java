package dev.gleaner.simulator;

import dev.gleaner.simulator.AnswerPlan.Form;
import dev.gleaner.simulator.Grounding.Kind;
import dev.gleaner.simulator.Grounding.Source;
import dev.gleaner.simulator.Grounding.Support;
import dev.gleaner.simulator.ToolPlan.Place;
import dev.gleaner.simulator.UrlRead.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes up what tools found for a text. Stateless. */
final class GroundingFactory {

    private static final int LONGEST_QUERY = 80;
    private static final String REDIRECT =
            "https://vertexaisearch.cloud.google.com/grounding-api-redirect/simulated-";
    private static final List<Source> SITES =
            List.of(
                    new Source(Kind.WEB, REDIRECT + 0, "example.org", ""),
                    new Source(Kind.WEB, REDIRECT + 1, "example.com", ""),
                    new Source(Kind.WEB, REDIRECT + 2, "example.net", ""));

    private GroundingFactory() {}

    /** Null if nothing was searched and no page was read. */
    static @Nullable Grounding of(String text, GenerateRequest request, List<UrlRead> urls) {
        ToolPlan tools = request.plan().tools();
        List<Source> sources = new ArrayList<>();
        if (tools.search()) {
            sources.addAll(SITES);
        }
        if (tools.maps()) {
            addPlaces(request.prompt(), tools.place(), sources);
        }
        for (UrlRead read : urls) {
            if (read.status() == Status.SUCCESS) {
                sources.add(new Source(Kind.WEB, read.url(), read.host(), ""));
            }
        }
        if (sources.isEmpty()) {
            return null;
        }
        List<String> queries =
                tools.search() ? List.of(request.prompt().opening(LONGEST_QUERY)) : List.of();
        boolean whole = request.plan().form() != Form.TEXT;
        return new Grounding(queries, sources, supports(text, whole, sources.size()));
    }

    private static void addPlaces(PromptText prompt, @Nullable Place place, List<Source> sources) {
        String near =
                place == null
                        ? ""
                        : String.format(Locale.ROOT, "%s,%s", place.latitude(), place.longitude());
        for (int i = 1; i <= 2; i++) {
            String id = Long.toHexString(StableHash.with(prompt.hash(), i));
            sources.add(
                    new Source(
                            Kind.MAPS,
                            "https://maps.google.com/?cid="
                                    + id
                                    + (near.isEmpty() ? "" : "&ll=" + near),
                            "Simulated place " + i + (near.isEmpty() ? "" : " near " + near),
                            "places/" + id));
        }
    }

    /** JSON is one stretch, prose one for each sentence. */
    private static List<Support> supports(String text, boolean whole, int sources) {
        List<Support> supports = new ArrayList<>();
        int start = 0;
        int from = 0;
        while (from < text.length()) {
            int stop = whole ? -1 : text.indexOf(". ", from);
            int to = stop < 0 ? text.length() : stop + 1;
            String segment = text.substring(from, to);
            int end = start + Tokens.utf8Length(segment);
            supports.add(new Support(start, end, segment, supports.size() % sources));
            from = stop < 0 ? to : to + 1;
            start = end + 1;
        }
        return supports;
    }
}
