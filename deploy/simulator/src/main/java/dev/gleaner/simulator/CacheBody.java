package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gleaner.simulator.GoogleErrors.Violation;
import java.util.ArrayList;
import java.util.List;

/** The body of a call that makes or changes a cached content. Stateless. */
final class CacheBody {

    private CacheBody() {}

    /**
     * A cached content that is to be made.
     *
     * @param model its name without a path
     * @param displayName empty if none is given
     * @param tools as they are given, a missing node if none
     * @param toolConfig as it is given, a missing node if none
     * @param tokens of contents and system instruction
     * @param lifetime how long it is kept
     */
    record Draft(
            String model,
            String displayName,
            JsonNode tools,
            JsonNode toolConfig,
            TokenCounts tokens,
            Lifetime lifetime) {}

    static Draft create(byte[] body, Dialect dialect) throws RejectedRequestException {
        JsonNode root = checked(body, dialect);
        String model = root.path("model").asText("");
        if (model.isEmpty()) {
            throw refused("* CreateCachedContentRequest.cached_content.model: model is required.");
        }
        JsonNode contents = root.path("contents");
        JsonNode system = Json.get(root, "systemInstruction");
        JsonNode tools = root.path("tools");
        if (contents.isEmpty() && system.isEmpty() && tools.isEmpty()) {
            throw refused(
                    "* CreateCachedContentRequest.cached_content.contents: contents is not"
                            + " specified");
        }
        boolean empty = contents.isEmpty();
        if (!empty) {
            RequestDecoder.checkContents(contents, system, dialect);
        }
        return new Draft(
                model.substring(model.lastIndexOf('/') + 1),
                Json.get(root, "displayName").asText(""),
                tools,
                Json.get(root, "toolConfig"),
                TurnsReader.read(empty ? JsonNodeFactory.instance.arrayNode() : contents, system)
                        .tokens(),
                Lifetime.of(root));
    }

    static Lifetime renewal(byte[] body, Dialect dialect) throws RejectedRequestException {
        JsonNode root = checked(body, dialect);
        if (!Lifetime.isGiven(root)) {
            throw refused(
                    "* UpdateCachedContentRequest.cached_content: only ttl and expire_time can be"
                            + " updated.");
        }
        return Lifetime.of(root);
    }

    private static JsonNode checked(byte[] body, Dialect dialect) throws RejectedRequestException {
        JsonNode root = RequestDecoder.tree(body);
        List<Violation> found = new ArrayList<>();
        RequestShape.check(root, "CachedContent", "cached_content", dialect, found);
        if (!found.isEmpty()) {
            throw new RejectedRequestException(GoogleErrors.badFields(found));
        }
        return root;
    }

    private static RejectedRequestException refused(String message) {
        return new RejectedRequestException(GoogleErrors.invalid(message));
    }
}
