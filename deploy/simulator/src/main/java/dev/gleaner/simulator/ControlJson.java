package dev.gleaner.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@link Control} and {@link SimulatorStats} as JSON, for {@code /control}. Stateless. */
final class ControlJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> NAMES =
            List.of(
                    "latency",
                    "concurrencyLimit",
                    "requestsPerSecond",
                    "tokensPerMinute",
                    "requestsPerDay",
                    "hugeAnswerBytes",
                    "rejectAtOnce",
                    "dropConnections",
                    "faults");

    private ControlJson() {}

    /**
     * Lays the names that are in the JSON over a control; faults are laid over one by one.
     *
     * @throws IllegalArgumentException naming what is unknown or out of range
     */
    static Control merge(Control base, byte[] json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException("the body is not JSON", e);
        }
        if (!root.isObject()) {
            throw new IllegalArgumentException("the body must be a JSON object");
        }
        List<String> unknown =
                root.properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(n -> !NAMES.contains(n))
                        .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown names " + unknown + "; known are " + NAMES);
        }
        Control control =
                new Control(
                        root.has("latency")
                                ? Latency.parse(root.get("latency").asText())
                                : base.latency(),
                        (int) whole(root, "concurrencyLimit", base.concurrencyLimit()),
                        number(root, "requestsPerSecond", base.requestsPerSecond()),
                        whole(root, "tokensPerMinute", base.tokensPerMinute()),
                        whole(root, "requestsPerDay", base.requestsPerDay()),
                        (int) whole(root, "hugeAnswerBytes", base.hugeAnswerBytes()),
                        flag(root, "rejectAtOnce", base.rejectAtOnce()),
                        flag(root, "dropConnections", base.dropConnections()),
                        Map.of());
        return withFaults(control, base.faults(), root.path("faults"));
    }

    private static Control withFaults(
            Control control, Map<Fault, Double> before, JsonNode changes) {
        Map<Fault, Double> rates = new LinkedHashMap<>(before);
        if (!changes.isMissingNode() && !changes.isObject()) {
            throw new IllegalArgumentException("faults must be an object of name and rate");
        }
        for (Map.Entry<String, JsonNode> entry : changes.properties()) {
            Fault fault =
                    Fault.named(entry.getKey())
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    "unknown fault '"
                                                            + entry.getKey()
                                                            + "'; known are "
                                                            + Fault.names()));
            rates.put(fault, number(changes, entry.getKey(), 0));
        }
        return new Control(
                control.latency(),
                control.concurrencyLimit(),
                control.requestsPerSecond(),
                control.tokensPerMinute(),
                control.requestsPerDay(),
                control.hugeAnswerBytes(),
                control.rejectAtOnce(),
                control.dropConnections(),
                rates);
    }

    private static boolean flag(JsonNode node, String name, boolean otherwise) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw new IllegalArgumentException(name + " must be true or false, was " + value);
        }
        return value.booleanValue();
    }

    private static double number(JsonNode node, String name, double otherwise) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isNumber()) {
            throw new IllegalArgumentException(name + " must be a number, was " + value);
        }
        return value.doubleValue();
    }

    private static long whole(JsonNode node, String name, long otherwise) {
        double value = number(node, name, (double) otherwise);
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    name + " must be a whole number, was " + node.path(name));
        }
        return (long) value;
    }

    static byte[] encode(Control control) {
        ObjectNode root = JSON.createObjectNode();
        root.put("latency", control.latency().toString());
        root.put("concurrencyLimit", control.concurrencyLimit());
        root.put("requestsPerSecond", control.requestsPerSecond());
        root.put("tokensPerMinute", control.tokensPerMinute());
        root.put("requestsPerDay", control.requestsPerDay());
        root.put("hugeAnswerBytes", control.hugeAnswerBytes());
        root.put("rejectAtOnce", control.rejectAtOnce());
        root.put("dropConnections", control.dropConnections());
        ObjectNode faults = root.putObject("faults");
        control.faults().forEach((fault, rate) -> faults.put(fault.toString(), rate));
        return bytes(root);
    }

    static byte[] encode(SimulatorStats stats) {
        ObjectNode root = JSON.createObjectNode();
        root.put("requests", stats.requests());
        root.put("accepted", stats.accepted());
        ObjectNode rejected = root.putObject("rejected");
        new TreeMap<>(stats.rejected())
                .forEach((status, count) -> rejected.put(status.toString(), count));
        root.put("inFlight", stats.inFlight());
        root.put("peakInFlight", stats.peakInFlight());
        root.put("distinctPrompts", stats.distinctPrompts());
        ObjectNode faults = root.putObject("faults");
        new TreeMap<>(stats.faults())
                .forEach((fault, count) -> faults.put(fault.toString(), count));
        return bytes(root);
    }

    static byte[] error(String message) {
        return bytes(JSON.createObjectNode().put("error", message));
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values is always writable", e);
        }
    }
}
