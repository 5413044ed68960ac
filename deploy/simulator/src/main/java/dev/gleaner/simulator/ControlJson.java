package dev.gleaner.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.simulator.StreamPace.LineEnd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link Control} as JSON, for {@code /control}. Stateless. */
final class ControlJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Something to do, not something that is in force. */
    private static final String FORGET_CACHES = "forgetCaches";

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
                    "streamChunks",
                    "streamChunkInterval",
                    "streamLineEnd",
                    "cacheMinimum",
                    "cacheFault",
                    "acceptedKeys",
                    FORGET_CACHES,
                    "faults");

    private ControlJson() {}

    /**
     * Lays the names that are in the JSON over a control; faults are laid over one by one.
     *
     * @throws IllegalArgumentException naming what is unknown or out of range
     */
    static Control merge(Control base, byte[] json) {
        JsonNode root = tree(json);
        return new Control(
                root.has("latency") ? Latency.parse(root.get("latency").asText()) : base.latency(),
                (int) whole(root, "concurrencyLimit", base.concurrencyLimit()),
                number(root, "requestsPerSecond", base.requestsPerSecond()),
                whole(root, "tokensPerMinute", base.tokensPerMinute()),
                whole(root, "requestsPerDay", base.requestsPerDay()),
                (int) whole(root, "hugeAnswerBytes", base.hugeAnswerBytes()),
                flag(root, "rejectAtOnce", base.rejectAtOnce()),
                flag(root, "dropConnections", base.dropConnections()),
                stream(root, base.stream()),
                caches(root, base.caches()),
                acceptedKeys(root, base.acceptedKeys()),
                faults(root.path("faults"), base.faults()));
    }

    /** Whether the JSON asks to forget all cached contents. */
    static boolean forgetsCaches(byte[] json) {
        return flag(tree(json), FORGET_CACHES, false);
    }

    private static JsonNode tree(byte[] json) {
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
        return root;
    }

    private static StreamPace stream(JsonNode root, StreamPace base) {
        return new StreamPace(
                (int) whole(root, "streamChunks", base.chunks()),
                root.has("streamChunkInterval")
                        ? Latency.parse(root.get("streamChunkInterval").asText())
                        : base.interval(),
                root.has("streamLineEnd")
                        ? LineEnd.named(root.get("streamLineEnd").asText())
                        : base.lineEnd());
    }

    private static CacheRules caches(JsonNode root, CacheRules base) {
        String fault = root.path("cacheFault").asText("");
        return new CacheRules(
                flag(root, "cacheMinimum", base.minimum()),
                !root.has("cacheFault")
                        ? base.fault()
                        : fault.isEmpty() ? null : Fault.required(fault));
    }

    private static @Nullable AcceptedKey acceptedKeys(JsonNode root, @Nullable AcceptedKey base) {
        JsonNode keys = root.path("acceptedKeys");
        if (keys.isMissingNode()) {
            return base;
        }
        if (!keys.isArray()) {
            throw new IllegalArgumentException("acceptedKeys must be a list");
        }
        List<String> texts = new ArrayList<>();
        keys.forEach(key -> texts.add(key.asText()));
        return texts.isEmpty() ? null : AcceptedKey.oneOf(texts);
    }

    private static Map<Fault, Double> faults(JsonNode changes, Map<Fault, Double> base) {
        Map<Fault, Double> rates = new LinkedHashMap<>(base);
        if (!changes.isMissingNode() && !changes.isObject()) {
            throw new IllegalArgumentException("faults must be an object of name and rate");
        }
        for (Map.Entry<String, JsonNode> entry : changes.properties()) {
            rates.put(Fault.required(entry.getKey()), number(changes, entry.getKey(), 0));
        }
        return rates;
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

    /** All but the accepted keys. */
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
        root.put("streamChunks", control.stream().chunks());
        root.put("streamChunkInterval", control.stream().interval().toString());
        root.put("streamLineEnd", control.stream().lineEnd().toString());
        root.put("cacheMinimum", control.caches().minimum());
        Fault cacheFault = control.caches().fault();
        root.put("cacheFault", cacheFault == null ? "" : cacheFault.toString());
        ObjectNode faults = root.putObject("faults");
        control.faults().forEach((fault, rate) -> faults.put(fault.toString(), rate));
        return bytes(root);
    }

    static byte[] error(String message) {
        return bytes(JSON.createObjectNode().put("error", message));
    }

    static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values is always writable", e);
        }
    }
}
