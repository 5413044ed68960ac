package dev.gleaner.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A tool that does what a test says. */
class FakeTool implements EnrichmentTool {
    private final String name;
    private final Function<JsonNode, CompletionStage<JsonNode>> answer;
    boolean closed;

    FakeTool(String name, Function<JsonNode, CompletionStage<JsonNode>> answer) {
        this.name = name;
        this.answer = answer;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "Says what " + name + " is.";
    }

    @Override
    public JsonNode parameters() {
        return JsonNodeFactory.instance.objectNode().put("type", "object");
    }

    @Override
    public CompletionStage<JsonNode> call(JsonNode args) {
        return answer.apply(args);
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Found by the ServiceLoader. */
    public static final class Weather extends FakeTool {
        public Weather() {
            super("weather", CompletableFuture::completedFuture);
        }
    }

    /** Found too, with the same name. */
    public static final class OtherWeather extends FakeTool {
        public OtherWeather() {
            super("weather", CompletableFuture::completedFuture);
        }
    }

    /** Found, and has arguments. */
    public static final class Stock extends FakeTool {
        public Stock() {
            super("stock", CompletableFuture::completedFuture);
        }

        @Override
        public JsonNode parameters() {
            ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "OBJECT");
            schema.putObject("properties").putObject("sku").put("type", "string");
            return schema;
        }
    }

    /** Found, but has no usable name. */
    public static final class Nameless extends FakeTool {
        public Nameless() {
            super("no name", CompletableFuture::completedFuture);
        }
    }

    /** Cannot be made. */
    public static final class Broken extends FakeTool {
        public Broken() {
            super("broken", CompletableFuture::completedFuture);
            throw new IllegalStateException("no driver");
        }
    }
}
