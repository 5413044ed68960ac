package dev.gleaner.simulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The text that an answer is about: the last user turn. Taken apart on demand; not thread-safe. */
final class PromptText {

    /** Words beyond this many characters of a prompt are not looked at. */
    private static final int LONGEST_READ = 16_384;

    /** Words are compared by their beginning, so that "arrived" meets "arrival". */
    private static final int STEM = 5;

    private static final int SHORTEST_WORD = 3;

    private final String text;
    private final String background;
    private final long hash;
    private @Nullable Set<String> stems;

    PromptText(String text) {
        this(text, 0, "");
    }

    /**
     * A prompt that is more than its text.
     *
     * @param media hash of what came with the text, 0 if nothing did
     * @param background words that are looked at too, empty if none
     */
    PromptText(String text, long media, String background) {
        this.text = text;
        this.background = background;
        this.hash = media == 0 ? StableHash.of(text) : StableHash.with(StableHash.of(text), media);
    }

    String text() {
        return text;
    }

    long hash() {
        return hash;
    }

    boolean hasStem(String stem) {
        if (stems == null) {
            stems = new HashSet<>(stems(text));
            if (!background.isEmpty()) {
                stems.addAll(stems(background));
            }
        }
        return stems.contains(stem);
    }

    /** The beginning of the text, in whole words, on one line; never empty. */
    String opening(int longest) {
        StringBuilder line = new StringBuilder();
        int end = Math.min(text.length(), LONGEST_READ);
        for (int i = 0; i < end && line.length() <= longest; i++) {
            char c = text.charAt(i);
            boolean blank = Character.isWhitespace(c) || Character.isISOControl(c);
            if (!blank) {
                line.append(c);
            } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        }
        if (line.length() > longest) {
            int space = line.lastIndexOf(" ");
            line.setLength(space > 0 ? space : longest);
        }
        String opening = line.toString().trim();
        int last = opening.length() - 1;
        if (last >= 0 && Character.isHighSurrogate(opening.charAt(last))) {
            opening = opening.substring(0, last);
        }
        return opening.isEmpty() ? "text" : opening;
    }

    /**
     * The beginnings of the words of a text: split at everything but letters and digits and at case
     * changes.
     */
    static List<String> stems(String text) {
        List<String> stems = new ArrayList<>();
        int end = Math.min(text.length(), LONGEST_READ);
        int start = 0;
        for (int i = 0; i <= end; i++) {
            boolean inside = i < end && Character.isLetterOrDigit(text.charAt(i));
            boolean newWord =
                    inside
                            && i > start
                            && Character.isUpperCase(text.charAt(i))
                            && Character.isLowerCase(text.charAt(i - 1));
            if (!inside || newWord) {
                if (i - start >= SHORTEST_WORD) {
                    stems.add(
                            text.substring(start, Math.min(i, start + STEM))
                                    .toLowerCase(Locale.ROOT));
                }
                start = inside ? i : i + 1;
            }
        }
        return stems;
    }
}
