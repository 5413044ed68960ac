package dev.gleaner.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gleaner.tool.EnrichmentTool;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A function of a user's own, as the ServiceLoader finds it. */
public final class StockTool implements EnrichmentTool {
    @Override
    public String name() {
        return "get_stock";
    }

    @Override
    public String description() {
        return "Returns how many pieces of an article are in stock.";
    }

    @Override
    public JsonNode parameters() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        var schema = json.objectNode().put("type", "object");
        schema.putObject("properties").putObject("article").put("type", "string");
        return schema;
    }

    @Override
    public CompletionStage<JsonNode> call(JsonNode args) {
        return CompletableFuture.completedFuture(
                JsonNodeFactory.instance.objectNode().put("pieces", 17));
    }
}
