package dev.gleaner.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How the pieces of a stream are put together. Immutable.
 *
 * @param contentType of the whole
 * @param first before the first piece
 * @param next before every other
 * @param after every piece
 * @param end after the last
 * @param bare before something that is no piece
 */
record StreamFrame(
        String contentType, String first, String next, String after, String end, String bare) {

    /** Events, each with one response. */
    static StreamFrame events(StreamPace.LineEnd lineEnd) {
        String eol = lineEnd.characters();
        return new StreamFrame("text/event-stream", "data: ", "data: ", eol + eol, "", "");
    }

    /** One JSON array of responses. */
    static StreamFrame array() {
        return new StreamFrame("application/json; charset=UTF-8", "[", ",\r\n", "\n", "]", ",\r\n");
    }

    /** Pieces as they go over the wire; put together they are the whole body. */
    List<byte[]> frames(List<byte[]> pieces) {
        List<byte[]> frames = new ArrayList<>(pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            String before = i == 0 ? first : next;
            String behind = i == pieces.size() - 1 ? after + end : after;
            frames.add(bytes(before, pieces.get(i), behind));
        }
        return frames;
    }

    /** An error among the pieces, as one of them. */
    byte[] piece(String json) {
        return bytes(next, json.getBytes(StandardCharsets.UTF_8), after + end);
    }

    /** An error after the pieces, not marked as one of them. */
    byte[] bare(String json) {
        return bytes(bare, json.getBytes(StandardCharsets.UTF_8), after + end);
    }

    private static byte[] bytes(String before, byte[] middle, String behind) {
        byte[] head = before.getBytes(StandardCharsets.US_ASCII);
        byte[] tail = behind.getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + middle.length + tail.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(middle, 0, all, head.length, middle.length);
        System.arraycopy(tail, 0, all, head.length + middle.length, tail.length);
        return all;
    }
}
