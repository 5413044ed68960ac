package dev.gleaner.job.spec;

import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.model.RecordFormat;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What options must be to one another. Each check runs as soon as the values it needs are valid.
 */
final class SpecChecks {
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

    private final Map<String, Object> values;
    private final Problems problems;

    SpecChecks(Map<String, Object> values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    void run() {
        checkTopics();
        checkBounds();
        checkInstants();
        checkMerge();
        checkOutage();
        checkEndpoint();
        checkHttp2();
        checkStream();
        checkProperties("source.properties");
        checkProperties("sink.properties");
        checkOrder();
    }

    private void checkTopics() {
        boolean list = problems.isGiven("source.topics");
        boolean pattern = problems.isGiven("source.topicPattern");
        if (list && pattern) {
            problems.add("source.topicPattern", "topics are given too", "remove one of the two");
        } else if (!list && !pattern) {
            problems.add("source.topics", "is missing", "give topics or topicPattern");
        }
    }

    private void checkBounds() {
        notAbove("call.attemptTimeout", "call.deadline", Duration.class);
        notAbove("call.backoff.initial", "call.backoff.max", Duration.class);
        notAbove("async.limit", "async.capacity", Integer.class);
    }

    private <T extends Comparable<T>> void notAbove(String lower, String upper, Class<T> type) {
        T low = get(lower, type);
        T high = get(upper, type);
        if (low != null && high != null && low.compareTo(high) > 0) {
            String path = problems.isGiven(lower) ? lower : upper;
            String problem = named(lower) + " is above " + named(upper);
            problems.add(path, problem, "lower the one or raise the other");
        }
    }

    /** The path, and its value if the user has not written it. */
    private String named(String path) {
        return problems.isGiven(path)
                ? path
                : OptionPath.all()
                        .filter(option -> option.path().equals(path))
                        .map(option -> path + " (" + option.defaultValue() + " by default)")
                        .collect(Collectors.joining());
    }

    private void checkInstants() {
        StartFrom start = get("source.startFrom", StartFrom.class);
        StopAt stop = get("source.stopAt", StopAt.class);
        Instant from = start == null ? null : start.instant();
        Instant to = stop == null ? null : stop.instant();
        if (from != null && to != null && !to.isAfter(from)) {
            problems.add("source.stopAt", "is not after startFrom", "name a later instant");
        }
    }

    private void checkMerge() {
        boolean merge = get("sink.layout", Layout.class) == Layout.MERGE;
        RecordFormat format = get("source.format", RecordFormat.class);
        if (merge && format != null && format != RecordFormat.JSON) {
            problems.add(
                    "sink.layout",
                    "merge adds a field to a JSON object, but source.format is not json",
                    "use envelope");
        }
        if (!merge && problems.isGiven("sink.mergeField") && values.containsKey("sink.layout")) {
            problems.add("sink.mergeField", "has no use in layout envelope", "set layout: merge");
        }
    }

    private void checkOutage() {
        if (problems.isGiven("call.outage.after")
                && get("call.outage.action", OutageAction.class) == OutageAction.WAIT) {
            problems.add(
                    "call.outage.after",
                    "has no use with action wait",
                    "set action: dead-letter or fail, or remove it");
        }
    }

    private void checkEndpoint() {
        URI endpoint = get("model.endpoint", URI.class);
        Boolean allowed = get("model.allowInsecureEndpoint", Boolean.class);
        if (endpoint != null
                && Boolean.FALSE.equals(allowed)
                && EndpointSettings.sendsKeyInTheClear(endpoint)) {
            problems.add(
                    "model.endpoint",
                    "http would send the API key in the clear",
                    "use https, or set allowInsecureEndpoint: true");
        }
    }

    private void checkHttp2() {
        URI endpoint = get("model.endpoint", URI.class);
        boolean plain = endpoint != null && "http".equalsIgnoreCase(endpoint.getScheme());
        if (plain && Boolean.TRUE.equals(get("model.http2", Boolean.class))) {
            problems.add(
                    "model.http2",
                    "is agreed on in TLS, and the endpoint is http",
                    "use https, or leave http2 out");
        }
    }

    private void checkStream() {
        String idle = "call.streamIdleTimeout";
        if (!problems.isGiven(idle)) {
            return;
        }
        if (Boolean.FALSE.equals(get("call.stream", Boolean.class))) {
            problems.add(idle, "has no use without call.stream", "set stream: true");
        }
        notAbove(idle, "call.attemptTimeout", Duration.class);
    }

    private void checkProperties(String path) {
        ClientProperties properties = get(path, ClientProperties.class);
        if (properties != null) {
            properties.values().keySet().stream()
                    .filter(RESERVED::containsKey)
                    .forEach(
                            name ->
                                    problems.add(
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
        ResultOrder order = get("async.order", ResultOrder.class);
        ClientProperties properties = get("sink.properties", ClientProperties.class);
        if (order == null
                || order == ResultOrder.NONE
                || properties == null
                || get("sink.delivery", Delivery.class) != Delivery.AT_LEAST_ONCE
                || "1".equals(properties.values().get(IN_FLIGHT))) {
            return;
        }
        for (Map.Entry<String, Pattern> each : NOT_IDEMPOTENT.entrySet()) {
            String value = properties.values().get(each.getKey());
            if (value != null && each.getValue().matcher(value).matches()) {
                problems.add(
                        "sink.properties." + each.getKey(),
                        "lets a batch that is sent again come after later ones, and async.order"
                                + " keeps an order",
                        "remove it, or set " + IN_FLIGHT + ": 1");
            }
        }
    }

    private <T> @Nullable T get(String path, Class<T> type) {
        return type.cast(values.get(path));
    }
}
