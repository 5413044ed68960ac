package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The texts of a conversation.
 *
 * @param first text of the first user turn
 * @param last text of the last user turn
 * @param bytes of all texts of all turns in UTF-8
 */
record Turns(String first, String last, int bytes) {

    static Turns of(JsonNode contents) {
        String first = "";
        String last = "";
        int bytes = 0;
        boolean any = false;
        for (JsonNode content : contents.isArray() ? contents : List.of(contents)) {
            bytes += bytes(content);
            if (content.path("role").asText("user").equals("user")) {
                last = text(content.path("parts"));
                first = any ? first : last;
                any = true;
            }
        }
        return new Turns(first, last, bytes);
    }

    static int bytes(JsonNode content) {
        JsonNode parts = content.path("parts");
        int bytes = Tokens.utf8Length(parts.path("text").asText(""));
        for (JsonNode part : parts.isArray() ? parts : List.<JsonNode>of()) {
            bytes += Tokens.utf8Length(part.path("text").asText(""));
        }
        return bytes;
    }

    private static String text(JsonNode parts) {
        if (parts.isObject()) {
            return parts.path("text").asText("");
        }
        if (parts.size() == 1) {
            return parts.get(0).path("text").asText("");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : parts) {
            text.append(part.path("text").asText(""));
        }
        return text.toString();
    }
}
