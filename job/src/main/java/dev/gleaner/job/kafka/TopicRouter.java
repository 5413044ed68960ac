package dev.gleaner.job.kafka;

import dev.gleaner.spec.FieldCondition;
import dev.gleaner.spec.TopicRoute;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Picks the topic of an enriched record, and looks into its answer only if it must. Thread-safe.
 */
final class TopicRouter {
    private final List<TopicRoute> routes;
    private final FieldReader reader;
    private final boolean isConstant;

    /**
     * @param routes the last one has no conditions
     */
    TopicRouter(List<TopicRoute> routes) {
        Set<String> fields = new HashSet<>();
        for (TopicRoute route : routes) {
            fields.addAll(route.topic().fields());
            route.conditions().stream().map(FieldCondition::field).forEach(fields::add);
        }
        this.routes = routes;
        this.reader = new FieldReader(fields);
        this.isConstant = fields.isEmpty();
    }

    /**
     * Returns the topic.
     *
     * @param answer valid against the schema that the routes were checked with
     */
    String topic(byte[] answer) {
        Map<String, Object> values = isConstant ? Map.of() : reader.read(answer);
        TopicRoute taken =
                routes.stream().filter(route -> fits(route, values)).findFirst().orElseThrow();
        return taken.topic().fill(field -> String.valueOf(values.get(field)));
    }

    /** Returns where records go that have no answer: there is one topic only if there are such. */
    String topicWithoutAnswer() {
        return routes.get(0).topic().fill(field -> field);
    }

    private static boolean fits(TopicRoute route, Map<String, Object> values) {
        return route.conditions().stream().allMatch(c -> c.fits(values.get(c.field())));
    }
}
