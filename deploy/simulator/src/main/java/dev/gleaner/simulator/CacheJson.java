package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@link CachedContent} as the APIs show it: without what is cached. Stateless. */
final class CacheJson {

    private CacheJson() {}

    static ObjectNode encode(CachedContent content, ApiScope scope) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("name", content.name());
        root.put(
                "model",
                scope.vertex()
                        ? scope.name("publishers/google/models/" + content.model())
                        : "models/" + content.model());
        root.put("createTime", content.created().truncatedTo(ChronoUnit.MICROS).toString());
        root.put("updateTime", content.updated().truncatedTo(ChronoUnit.MICROS).toString());
        root.put("expireTime", content.expires().toString());
        if (!scope.vertex() || !content.displayName().isEmpty()) {
            root.put("displayName", content.displayName());
        }
        root.putObject("usageMetadata").put("totalTokenCount", content.tokens().total());
        return root;
    }

    static ObjectNode encode(List<CachedContent> page, String nextPageToken, ApiScope scope) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        if (!page.isEmpty()) {
            ArrayNode list = root.putArray("cachedContents");
            page.forEach(content -> list.add(encode(content, scope)));
        }
        if (!nextPageToken.isEmpty()) {
            root.put("nextPageToken", nextPageToken);
        }
        return root;
    }
}
