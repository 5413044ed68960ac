package dev.gleaner.spec;

import dev.gleaner.model.RecordFormat;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Whether what a job reads and what it writes fit together. */
final class EdgeChecks {
    private static final Map<String, String> RESERVED =
            Map.of(
                    "bootstrap.servers", "set bootstrapServers beside properties",
                    "auto.offset.reset", "set source.startFrom",
                    "transactional.id", "it is derived from name",
                    "key.deserializer", "remove it: records stay bytes",
                    "value.deserializer", "remove it: records stay bytes",
                    "key.serializer", "remove it: records stay bytes",
                    "value.serializer", "remove it: records stay bytes");

    private static final String IN_FLIGHT = "max.in.flight.requests.per.connection";

    /** Values of the producer's properties with which it is not idempotent. */
    private static final Map<String, Pattern> NOT_IDEMPOTENT =
            new TreeMap<>(
                    Map.of(
                            "enable.idempotence",
                            Pattern.compile("(?i)false"),
                            "acks",
                            Pattern.compile("[01]"),
                            IN_FLIGHT,
                            Pattern.compile("[6-9]|[1-9]\\d+")));

    private final SpecValues values;

    EdgeChecks(SpecValues values) {
        this.values = values;
    }

    void run() {
        checkTopics();
        checkInstants();
        checkMerge();
        checkProperties("source.properties");
        checkProperties("sink.properties");
        checkOrder();
    }

    private void checkTopics() {
        boolean list = values.isGiven("source.topics");
        boolean pattern = values.isGiven("source.topicPattern");
        if (list && pattern) {
            values.add("source.topicPattern", "topics are given too", "remove one of the two");
        } else if (!list && !pattern) {
            values.add("source.topics", "is missing", "give topics or topicPattern");
        }
    }

    private void checkInstants() {
        StartFrom start = values.get("source.startFrom", StartFrom.class);
        StopAt stop = values.get("source.stopAt", StopAt.class);
        Instant from = start == null ? null : start.instant();
        Instant to = stop == null ? null : stop.instant();
        if (from != null && to != null && !to.isAfter(from)) {
            values.add("source.stopAt", "is not after startFrom", "name a later instant");
        }
    }

    private void checkMerge() {
        boolean merge = values.get("sink.layout", Layout.class) == Layout.MERGE;
        RecordFormat format = values.get("source.format", RecordFormat.class);
        if (merge && format != null && format != RecordFormat.JSON) {
            values.add(
                    "sink.layout",
                    "merge adds a field to a JSON object, but source.format is not json",
                    "use envelope");
        }
        if (!merge
                && values.isGiven("sink.mergeField")
                && values.get("sink.layout", Layout.class) != null) {
            values.add("sink.mergeField", "has no use in layout envelope", "set layout: merge");
        }
    }

    private void checkProperties(String path) {
        ClientProperties properties = values.get(path, ClientProperties.class);
        if (properties != null) {
            properties.values().keySet().stream()
                    .filter(RESERVED::containsKey)
                    .forEach(
                            name ->
                                    values.add(
                                            path + "." + name,
                                            "is set by the job itself",
                                            Objects.requireNonNull(RESERVED.get(name))));
        }
    }

    /**
     * Kafka's producer keeps the order of a partition as long as it is idempotent, which it is by
     * default and in transactions, or sends one batch at a time.
     */
    private void checkOrder() {
        ResultOrder order = values.get("async.order", ResultOrder.class);
        ClientProperties properties = values.get("sink.properties", ClientProperties.class);
        if (order == null
                || order == ResultOrder.NONE
                || properties == null
                || values.get("sink.delivery", Delivery.class) != Delivery.AT_LEAST_ONCE
                || "1".equals(properties.values().get(IN_FLIGHT))) {
            return;
        }
        for (Map.Entry<String, Pattern> each : NOT_IDEMPOTENT.entrySet()) {
            String value = properties.values().get(each.getKey());
            if (value != null && each.getValue().matcher(value).matches()) {
                values.add(
                        "sink.properties." + each.getKey(),
                        "lets a batch that is sent again come after later ones, and async.order"
                                + " keeps an order",
                        "remove it, or set " + IN_FLIGHT + ": 1");
            }
        }
    }
}
