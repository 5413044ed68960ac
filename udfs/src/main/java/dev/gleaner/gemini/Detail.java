package dev.gleaner.gemini;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes foreign text fit for a failure's detail: one line, bounded, without secrets and, where
 * asked, without what may be a record's content. Thread-safe.
 */
final class Detail {
    static final int MAX_LENGTH = 300;
    private static final int MAX_WITHOUT_CONTENT = 120;
    static final int MIN_SECRET_LENGTH = 4;
    static final String MASK = "***";

    private static final Pattern NOT_PRINTABLE =
            Pattern.compile(
                    "[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Z}\\s]+", Pattern.UNICODE_CHARACTER_CLASS);
    // Keys of Google (two generations), Google's OAuth tokens, and what resellers hand out.
    private static final Pattern KEY_LIKE =
            Pattern.compile(
                    "AIza[\\w-]{8,}|AQ\\.[\\w-]{16,}|ya29\\.[\\w.-]{8,}|\\bsk-[\\w-]{8,}"
                            + "|(?i:bearer) [\\w.~+/=-]{8,}");
    // A quotation ends at the last quote that can be its end: what is quoted may hold quotes too.
    // After two letters a single quote is an apostrophe; after one it may be a prefix, as in b'x'.
    private static final Pattern QUOTED =
            Pattern.compile(
                    "('[\\w.\\[\\]]+'(?!\\w))|\".*?((?<!\\\\)\"|\\z)|`[^`]*(`|\\z)"
                            + "|(?<!\\w\\w)'(.*'(?!\\w)|.*)",
                    Pattern.DOTALL);

    private final ApiKeys secrets;

    Detail(ApiKeys secrets) {
        this.secrets = secrets;
    }

    /** Returns the text as one line of at most {@link #MAX_LENGTH} characters without secrets. */
    String line(String text) {
        return line(text, MAX_LENGTH);
    }

    /** Returns the text as one line of at most {@code length} characters without secrets. */
    String line(String text, int length) {
        // Cut first: masking what nobody will see costs time. The slack keeps a key whole.
        String start = secrets.masked(cut(text, 4 * MAX_LENGTH + secrets.longest()));
        start = NOT_PRINTABLE.matcher(start).replaceAll(" ").strip();
        start = KEY_LIKE.matcher(start).replaceAll(Matcher.quoteReplacement(MASK));
        return cut(start, length);
    }

    /**
     * Returns an endpoint's message without what it quotes. Endpoints quote the request behind the
     * first line or between quotes of any kind, so both are left out, and the rest is cut at 120
     * characters.
     */
    static String withoutContent(String message) {
        return cut(withoutQuotes(message), MAX_WITHOUT_CONTENT);
    }

    /**
     * Returns the first line of an endpoint's message without what it quotes; only paths into the
     * request such as {@code 'contents[0].parts'} stay.
     */
    static String withoutQuotes(String message) {
        String firstLine = message.strip().lines().findFirst().orElse("");
        return QUOTED.matcher(firstLine)
                .replaceAll(quote -> quote.group(1) == null ? "\"…\"" : "$0");
    }

    /** Returns the text, its end replaced by an ellipsis if it is longer than {@code length}. */
    static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
        return text.substring(0, end) + "…";
    }
}
