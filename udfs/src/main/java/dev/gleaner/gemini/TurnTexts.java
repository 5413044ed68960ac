package dev.gleaner.gemini;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The letters of what stands in the turns of a request: all strings in {@code contents} but for the
 * names of fields and for values that the API defines. Reads what {@link RequestEncoder} wrote, so
 * that it need not be checked.
 */
final class TurnTexts {
    private static final byte[] CONTENTS = JsonBytes.utf8("\"contents\":[");
    private static final Set<String> DEFINED = Set.of("role", "mimeType");
    private static final int LONGEST_NAME = 16;

    private final byte[] request;
    private final Taker taker;
    private boolean skipsNext;

    /** Takes letters one by one. */
    interface Taker {
        /** Takes the next letter; see {@link Letters}. */
        void take(byte letter);
    }

    TurnTexts(byte[] request, Taker taker) {
        this.request = request;
        this.taker = taker;
    }

    void read() {
        int depth = 1;
        int field = JsonBytes.indexOf(request, CONTENTS);
        int start = field < 0 ? request.length : field + CONTENTS.length;
        for (int i = start; i < request.length && depth > 0; i++) {
            switch (request[i]) {
                case '[', '{' -> depth++;
                case ']', '}' -> depth--;
                case '"' -> i = string(i + 1);
                default -> {
                    // numbers and what is between values
                }
            }
        }
    }

    /** Returns where the string ends that starts here. */
    private int string(int start) {
        int end = start;
        while (end < request.length && request[end] != '"') {
            end += request[end] == '\\' ? 2 : 1;
        }
        end = Math.min(end, request.length);
        boolean isName = end + 1 < request.length && request[end + 1] == ':';
        if (isName) {
            skipsNext = end - start <= LONGEST_NAME && DEFINED.contains(name(start, end));
        } else if (skipsNext) {
            skipsNext = false;
        } else {
            Letters.read(request, start, end, (letter, from, to) -> taker.take(letter));
        }
        return end;
    }

    private String name(int start, int end) {
        return new String(request, start, end - start, StandardCharsets.UTF_8);
    }
}
