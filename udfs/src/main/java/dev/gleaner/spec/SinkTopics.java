package dev.gleaner.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where enriched records can go.
 *
 * @param routes the first whose conditions hold is taken; the last has none. Paths of fields are
 *     JSON pointers into the answer
 * @param names every topic that a record can go to, and the path of the option it comes from
 */
public record SinkTopics(List<TopicRoute> routes, Map<String, String> names) {

    /** Reads what a valid spec says. */
    public static SinkTopics of(JobSpec spec) {
        SinkSpec sink = spec.sink();
        TopicTemplate otherwise = TopicTemplate.parse(sink.topic());
        if (sink.routes().isEmpty() && otherwise.fields().isEmpty()) {
            return new SinkTopics(
                    List.of(new TopicRoute(otherwise, List.of())),
                    Map.of(sink.topic(), "sink.topic"));
        }
        RoutedAnswer answer = answer(spec);
        List<TopicRoute> routes = new ArrayList<>();
        Map<String, String> names = new LinkedHashMap<>();
        for (RouteSpec route : sink.routes()) {
            String path = "sink.routes[" + routes.size() + "].topic";
            List<FieldCondition> conditions =
                    route.when().properties().stream()
                            .map(c -> FieldCondition.parse(c.getKey(), c.getValue()))
                            .toList();
            routes.add(add(route.topic(), conditions, answer, path, names));
        }
        routes.add(add(sink.topic(), List.of(), answer, "sink.topic", names));
        return new SinkTopics(routes, names);
    }

    private static TopicRoute add(
            String topic,
            List<FieldCondition> conditions,
            RoutedAnswer answer,
            String path,
            Map<String, String> names) {
        TopicTemplate template = TopicTemplate.parse(topic);
        new TopicNames(answer, conditions)
                .of(template)
                .forEach(name -> names.putIfAbsent(name, path));
        return new TopicRoute(
                template.renamed(answer::pointer),
                conditions.stream().map(c -> c.renamed(answer::pointer)).toList());
    }

    private static RoutedAnswer answer(JobSpec spec) {
        OutputSpec output = spec.enrichment().output();
        List<String> models = new ArrayList<>(List.of(spec.enrichment().model().name()));
        spec.enrichment().model().fallbacks().forEach(fallback -> models.add(fallback.name()));
        return output.mode() == OutputMode.ENUM
                ? RoutedAnswer.ofWords(output.values())
                : RoutedAnswer.of(output.responseSchema(), output.schemaField(), models);
    }
}
