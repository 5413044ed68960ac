package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.simulator.Turns.FunctionReply;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code contents} once, part by part. One use per request. */
final class TurnsReader {

    private final List<FunctionReply> responses = new ArrayList<>();
    private String first = "";
    private long firstMedia;
    private String last = "";
    private List<Media> lastMedia = List.of();
    private TokenCounts mediaTokens = TokenCounts.NONE;
    private boolean any;
    private int bytes;
    private int rounds;

    /** The turns of contents that have the right shape; a system instruction counts too. */
    static Turns read(JsonNode contents, JsonNode system) throws RejectedRequestException {
        TurnsReader reader = new TurnsReader();
        for (JsonNode part : Json.list(system.path("parts"))) {
            if (PartRules.isEmptyText(part)) {
                PartRules.kind(part, "system_instruction.parts[0]");
            }
        }
        reader.bytes = bytes(system);
        int i = 0;
        for (JsonNode content : contents.isArray() ? contents : List.of(contents)) {
            reader.turn(content, "contents[" + i++ + "]");
        }
        return reader.turns();
    }

    private void turn(JsonNode content, String path) throws RejectedRequestException {
        JsonNode parts = content.path("parts");
        boolean user = content.path("role").asText("user").equals("user");
        if (parts.size() == 1 && parts.isArray() && parts.get(0).size() == 1) {
            JsonNode text = parts.get(0).path("text");
            if (text.isTextual() && !text.textValue().isEmpty()) {
                bytes += Tokens.utf8Length(text.asText());
                if (user) {
                    userTurn(text.asText(), List.of());
                }
                return;
            }
        }
        mixed(parts.isArray() ? parts : List.of(parts), user, path);
    }

    private void mixed(Iterable<JsonNode> parts, boolean user, String path)
            throws RejectedRequestException {
        StringBuilder text = new StringBuilder();
        List<Media> media = new ArrayList<>();
        boolean said = false;
        boolean called = false;
        int i = 0;
        for (JsonNode part : parts) {
            String here = path + ".parts[" + i++ + "]";
            switch (PartRules.kind(part, here)) {
                case "text" -> {
                    text.append(part.path("text").asText());
                    said = true;
                }
                case "inlineData" ->
                        media.add(MediaDecoder.inline(Json.get(part, "inlineData"), here));
                case "fileData" -> media.add(MediaDecoder.file(Json.get(part, "fileData"), here));
                case "functionCall" -> {
                    bytes += length(Json.get(part, "functionCall"));
                    called = true;
                }
                case "functionResponse" -> response(Json.get(part, "functionResponse"));
                default -> {}
            }
        }
        bytes += Tokens.utf8Length(text);
        rounds += called ? 1 : 0;
        for (Media each : media) {
            mediaTokens = mediaTokens.plus(each.tokens());
        }
        if (user && (said || !media.isEmpty())) {
            userTurn(text.toString(), media);
        }
    }

    private void userTurn(String text, List<Media> media) {
        last = text;
        lastMedia = media;
        if (!any || (!Markers.in(first) && Markers.in(text))) {
            any = true;
            first = text;
            firstMedia = hash(media);
        }
    }

    private void response(JsonNode response) throws RejectedRequestException {
        PartRules.checkReferences(response);
        String said = response.path("response").toString();
        bytes += length(response);
        responses.add(new FunctionReply(response.path("name").asText(""), said));
    }

    private static int length(JsonNode node) {
        return Tokens.utf8Length(node.toString());
    }

    private Turns turns() {
        PromptText prompt = new PromptText(last, hash(lastMedia), background());
        boolean single = first.equals(last) && firstMedia == hash(lastMedia);
        return new Turns(
                first,
                single ? prompt.hash() : new PromptText(first, firstMedia, "").hash(),
                prompt,
                TokenCounts.ofText(Tokens.ofBytes(bytes)).plus(mediaTokens),
                lastMedia,
                rounds,
                responses);
    }

    private String background() {
        if (responses.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (FunctionReply response : responses) {
            text.append(response.response()).append(' ');
        }
        return text.toString();
    }

    private static long hash(List<Media> media) {
        long hash = 0;
        for (Media each : media) {
            hash = StableHash.with(hash, each.hash());
        }
        return hash;
    }

    private static int bytes(JsonNode content) {
        JsonNode parts = content.path("parts");
        int bytes = Tokens.utf8Length(parts.path("text").asText(""));
        for (JsonNode part : parts.isArray() ? parts : List.<JsonNode>of()) {
            bytes += Tokens.utf8Length(part.path("text").asText(""));
        }
        return bytes;
    }
}
