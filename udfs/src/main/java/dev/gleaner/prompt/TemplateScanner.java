package dev.gleaner.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one syntax of templates: <code>{{path}}</code> is a placeholder, <code>{{"{{"}}</code> stands
 * for the characters between the quotation marks, and all else stands for itself. Constructs of
 * other template languages, which would be sent as they are, are refused; but <code>${name}</code>
 * is the spec's own. Not thread-safe; one template each.
 */
public final class TemplateScanner {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final int SHOWN_CHARS = 40;
    private static final String LITERALLY = "{{\"%s\"}} for the characters %s";

    private static final Pattern FOREIGN =
            Pattern.compile(
                    "(?<jinja>\\{%[^%]*%}|\\{#[^#]*#})|(?<erb><%[^%]*%>)"
                            + "|(?<ruby>#\\{[A-Za-z_][\\w.]*})"
                            + "|(?<python>%\\([A-Za-z_]\\w*\\)s)");

    /** Characters that are in no name but in the expressions of other languages. */
    private static final Pattern EXPRESSION =
            Pattern.compile("[|\\[\\]()\"`,;=<>\\\\]|:\\s|\\?\\?|\\sif\\s.+\\selse\\s");

    private final String template;
    private final List<Piece> pieces = new ArrayList<>();
    private int at;

    /**
     * A part of a template.
     *
     * @param isPlaceholder whether it stands for something else
     * @param text the text itself, or what is between the braces
     * @param place where it is, for messages
     */
    public record Piece(boolean isPlaceholder, String text, String place) {}

    private TemplateScanner(String template) {
        this.template = template;
    }

    /**
     * Cuts a template into its pieces.
     *
     * @throws TemplateException if what is in braces is no path, or belongs to another language
     */
    public static List<Piece> scan(String template) {
        TemplateScanner scanner = new TemplateScanner(template);
        for (int open = template.indexOf(OPEN); open >= 0; ) {
            scanner.text(open);
            scanner.placeholder(open);
            open = template.indexOf(OPEN, scanner.at);
        }
        scanner.text(template.length());
        return List.copyOf(scanner.pieces);
    }

    /**
     * Returns a text that is the same for all records, with its literals.
     *
     * @throws TemplateException if it is no template, or has a placeholder
     */
    public static String constant(String template) {
        StringBuilder text = new StringBuilder();
        for (Piece piece : scan(template)) {
            if (piece.isPlaceholder()) {
                throw new TemplateException(
                        piece.place()
                                + "{{"
                                + piece.text()
                                + "}} names a field, but the text is the same for all records",
                        "put it into prompt.user, or write " + LITERALLY.formatted(OPEN, OPEN));
            }
            text.append(piece.text());
        }
        return text.toString();
    }

    private void text(int end) {
        if (end > at) {
            String text = template.substring(at, end);
            refuseForeign(text);
            pieces.add(new Piece(false, text, place(at)));
            at = end;
        }
    }

    private void refuseForeign(String text) {
        Matcher foreign = FOREIGN.matcher(text);
        if (!foreign.find()) {
            return;
        }
        String language =
                foreign.group("jinja") != null
                        ? "Jinja"
                        : foreign.group("erb") != null
                                ? "ERB or EJS"
                                : foreign.group("ruby") != null ? "Ruby" : "Python";
        String begin = foreign.group().substring(0, 2);
        throw new TemplateException(
                place(at + foreign.start())
                        + shown(foreign.group())
                        + " is a placeholder or tag of "
                        + language,
                "write {{field}} for a field, or " + LITERALLY.formatted(begin, begin));
    }

    private void placeholder(int open) {
        int begin = open + OPEN.length();
        int first = begin;
        while (first < template.length() && Character.isWhitespace(template.charAt(first))) {
            first++;
        }
        if (first < template.length() && template.charAt(first) == '"') {
            literal(open, first + 1);
            return;
        }
        int end = begin;
        while (end < template.length() && "{}\n\r".indexOf(template.charAt(end)) < 0) {
            end++;
        }
        if (template.startsWith("{", begin)) {
            throw new TemplateException(
                    place(open) + "{{{ is Mustache's or Handlebars' unescaped placeholder",
                    "write {{field}}, or {{\"{\"}}{{field}} for a brace before a field");
        } else if (!template.startsWith(CLOSE, end)) {
            throw new TemplateException(
                    place(open)
                            + shown(template.substring(open, Math.min(end + 1, template.length())))
                            + " is not closed with }}",
                    "write {{field}}, or " + LITERALLY.formatted(OPEN, OPEN));
        }
        String content = template.substring(begin, end).strip();
        checkPath(content, open);
        pieces.add(new Piece(true, content, place(open)));
        at = end + CLOSE.length();
    }

    private void literal(int open, int begin) {
        int end = template.indexOf('"', begin);
        int close = end + 1;
        while (end >= 0
                && close < template.length()
                && Character.isWhitespace(template.charAt(close))) {
            close++;
        }
        String text = end < 0 ? "" : template.substring(begin, end);
        boolean isLiteral =
                !text.isEmpty()
                        && (text.contains("{")
                                || text.contains("}")
                                || text.chars().noneMatch(Character::isLetterOrDigit));
        if (end < 0 || !template.startsWith(CLOSE, close) || !isLiteral) {
            throw new TemplateException(
                    place(open)
                            + shown(template.substring(open, Math.min(close, template.length())))
                            + " is no placeholder; JSON with doubled braces is for LangChain or"
                            + " Python's format",
                    "write single braces, { and }, or " + LITERALLY.formatted(OPEN, OPEN));
        }
        pieces.add(new Piece(false, text, place(open)));
        at = close + CLOSE.length();
    }

    private void checkPath(String content, int open) {
        if (content.isEmpty()) {
            throw new TemplateException(
                    place(open) + "{{}} is no path: it names no field", "write {{field}}");
        } else if (content.startsWith("/")) {
            return;
        }
        String language = null;
        if ("#^!>&~%*=".indexOf(content.charAt(0)) >= 0) {
            language = "Handlebars or Mustache, of which templates here have no tags";
        } else if (content.startsWith("-") || content.endsWith("-")) {
            language = "Jinja or Go, which cut white space by it";
        } else if (content.startsWith(".")) {
            language = "Go, which begins fields with a dot";
        } else if (content.contains("|")) {
            language = "Jinja or Liquid, of which templates here have no filters";
        } else if (EXPRESSION.matcher(content).find()) {
            language = "another template language: templates here have no expressions";
        }
        if (language != null) {
            throw new TemplateException(
                    place(open) + shown(OPEN + content + CLOSE) + " is no path, but of " + language,
                    "write {{field}}, {{outer.inner}}, {{field?}} for what may be absent,"
                            + " {{/list/0}} for an item or {{/any name}} for a name with such"
                            + " characters");
        }
    }

    private String place(int index) {
        int line = 1;
        int start = 0;
        for (int i = template.indexOf('\n');
                i >= 0 && i < index;
                i = template.indexOf('\n', i + 1)) {
            line++;
            start = i + 1;
        }
        return "line " + line + ", column " + (index - start + 1) + ": ";
    }

    private static String shown(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= SHOWN_CHARS ? line : line.substring(0, SHOWN_CHARS) + "…";
    }
}
