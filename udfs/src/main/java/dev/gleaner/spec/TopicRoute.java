package dev.gleaner.spec;

import java.io.Serializable;
import java.util.List;

/**
 * A topic for the answers that fit all conditions.
 *
 * @param topic its name
 * @param conditions none for what fits no other route
 */
public record TopicRoute(TopicTemplate topic, List<FieldCondition> conditions)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Copies the list. */
    public TopicRoute {
        conditions = List.copyOf(conditions);
    }
}
