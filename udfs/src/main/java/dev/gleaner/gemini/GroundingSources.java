package dev.gleaner.gemini;

import dev.gleaner.text.StorableText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Says for each groundingSupport where its text is in the answer, and what supports it. */
final class GroundingSources {
    /**
     * Many supports may name the same long source, so that this could be far larger than the
     * answer; no honest one comes near.
     */
    private static final int MAX_CHARS = 1_000_000;

    private GroundingSources() {}

    /**
     * Returns an array, or null if it would be absurdly large. Whether a text was found in the
     * answer is {@code resolved}; only then are {@code startIndex} and {@code endIndex} there, in
     * bytes of the whole answer in UTF-8.
     */
    static byte @Nullable [] json(GroundingMetadata metadata, ContentFields answer) {
        String text = StorableText.of(answer.text());
        SegmentSearch search =
                new SegmentSearch(
                        text.getBytes(StandardCharsets.UTF_8), bytes(text, answer.partStarts()));
        StringBuilder json = new StringBuilder(256).append('[');
        for (GroundingSupport support : metadata.supports()) {
            json.append(json.length() > 1 ? "," : "");
            writeText(support, search, json);
            json.append(",\"sources\":[");
            boolean first = true;
            for (int index : support.chunks()) {
                if (index < metadata.chunks().size() && metadata.chunks().get(index).isKnown()) {
                    json.append(first ? "" : ",");
                    metadata.chunks().get(index).write(json);
                    first = false;
                }
                if (json.length() > MAX_CHARS) {
                    return null;
                }
            }
            json.append("]}");
        }
        return JsonText.utf8(json.append(']'));
    }

    private static void writeText(
            GroundingSupport support, SegmentSearch search, StringBuilder json) {
        byte[] segment = StorableText.of(support.text()).getBytes(StandardCharsets.UTF_8);
        int start = search.find(segment, support.part(), support.start());
        JsonText.quote(support.text(), json.append("{\"text\":"));
        if (start == SegmentSearch.NOT_FOUND) {
            json.append(",\"resolved\":false");
        } else {
            json.append(",\"resolved\":true,\"startIndex\":").append(start);
            json.append(",\"endIndex\":").append(start + segment.length);
        }
    }

    /** Returns at how many bytes of UTF-8 each of these places lies, which are in order. */
    private static int[] bytes(CharSequence text, int[] places) {
        int[] bytes = new int[places.length];
        int at = 0;
        int length = 0;
        for (int i = 0; i < places.length; i++) {
            for (; at < places[i]; at++) {
                length += utf8Length(text.charAt(at));
            }
            bytes[i] = length;
        }
        return bytes;
    }

    /** Half of a surrogate pair counts half of its four bytes. */
    private static int utf8Length(char c) {
        if (c < 0x80) {
            return 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
}
