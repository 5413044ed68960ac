package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonParser;
import java.util.ArrayList;
import java.util.List;

/**
 * Remembers where the parts of an answer lie in its pieces, so that they can be sent back as they
 * came. Parts that say nothing are left out, since the endpoint refuses them in a request. Not
 * thread-safe.
 */
final class ReceivedParts {
    private static final int NOWHERE = -1;

    private final List<JsonSlice> runs = new ArrayList<>(1);
    private int start = NOWHERE;

    /** Takes note that the list of parts at the parser begins. */
    void begin(JsonParser parser) {
        start = JsonSlice.offset(parser) + 1;
    }

    /**
     * Leaves out the part whose last token is at the parser.
     *
     * @param partStart where it begins in {@code json}
     */
    void leaveOut(JsonParser parser, byte[] json, int partStart) {
        add(json, partStart);
        start = (int) parser.currentLocation().getByteOffset();
    }

    /** Takes note that the list of parts ends at the parser. */
    void end(JsonParser parser, byte[] json) {
        add(json, JsonSlice.offset(parser));
        start = NOWHERE;
    }

    private void add(byte[] json, int until) {
        int first = start;
        int end = until;
        while (first < end && isBetween(json[first])) {
            first++;
        }
        while (end > first && isBetween(json[end - 1])) {
            end--;
        }
        if (first < end) {
            runs.add(new JsonSlice(json, first, end));
        }
    }

    private static boolean isBetween(byte b) {
        return b == ',' || CompactJson.isSpace(b);
    }

    /** Returns them all as the content of a turn of the model. */
    byte[] content() {
        return JsonSlice.join("{\"role\":\"model\",\"parts\":[", runs, "]}");
    }
}
