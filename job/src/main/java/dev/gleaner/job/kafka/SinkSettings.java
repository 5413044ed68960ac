package dev.gleaner.job.kafka;

import dev.gleaner.model.RecordFormat;
import dev.gleaner.spec.Layout;
import dev.gleaner.spec.TopicRoute;
import java.io.Serializable;
import java.util.List;

/**
 * What the serializer of results needs to know.
 *
 * @param routes to the topics of enriched records and tombstones
 * @param deadLetterTopic for the others
 * @param layout the shape of enriched records
 * @param mergeField the field that {@link Layout#MERGE} adds
 * @param format the format of the original records
 * @param keepAnswer whether a dead letter keeps the answer that was rejected
 */
record SinkSettings(
        List<TopicRoute> routes,
        String deadLetterTopic,
        Layout layout,
        String mergeField,
        RecordFormat format,
        boolean keepAnswer)
        implements Serializable {}
