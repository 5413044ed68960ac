package dev.gleaner.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL with {@code {argument}} in its path or query. What an argument holds stays in its place,
 * whatever it holds: it is percent-encoded, and in the path it must not be empty, a dot segment or
 * have slashes, since some servers decode the path before they split it. Thread-safe.
 */
final class UrlTemplate {
    private static final Pattern ARGUMENT = Pattern.compile("\\{([\\w.-]+)}");
    private static final Pattern AUTHORITY = Pattern.compile("(?i)https?://[^/?{}]+(?=[/?]|$)");
    private static final Pattern DOT_SEGMENT = Pattern.compile("(?i)/(\\.|%2e){1,2}(/|$)");
    private static final Pattern UNFIT_FOR_PATH = Pattern.compile("[/\\\\\\p{Cntrl}]");
    private static final int MAX_LENGTH = 8_000;

    private final List<Piece> pieces;
    private final URI sample;

    /** A text that stands as it is, or the name of an argument in the path or the query. */
    private record Piece(Kind kind, String text) {
        enum Kind {
            TEXT,
            PATH,
            QUERY
        }
    }

    private UrlTemplate(List<Piece> pieces, URI sample) {
        this.pieces = pieces;
        this.sample = sample;
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException if it is no http URL, or has arguments elsewhere
     */
    static UrlTemplate of(String template) {
        Matcher authority = AUTHORITY.matcher(template);
        check(authority.lookingAt(), "must begin with https://host, without arguments in it");
        String withSamples = ARGUMENT.matcher(template).replaceAll("x");
        check(
                withSamples.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '{' && c != '}'),
                "must be ASCII, percent-encoded, with {argument} for arguments");
        URI sample = uri(withSamples);
        check(
                sample.getHost() != null
                        && sample.getRawUserInfo() == null
                        && sample.getRawFragment() == null,
                "must have a host, and no user or fragment");
        check(!hasDotSegment(sample.getRawPath()), "must not have the path segments . or ..");
        return new UrlTemplate(pieces(template), sample);
    }

    /** Returns the address with something for each argument. */
    URI sample() {
        return sample;
    }

    /** Returns the names of its arguments. */
    Set<String> arguments() {
        Set<String> names = new LinkedHashSet<>();
        pieces.stream()
                .filter(piece -> piece.kind() != Piece.Kind.TEXT)
                .forEach(piece -> names.add(piece.text()));
        return names;
    }

    /**
     * Returns the address for these arguments.
     *
     * @param optional those that may be left out, if they are in the query
     * @throws ToolFailureException if they do not fit, in words for the model
     */
    String render(JsonNode arguments, Set<String> optional) throws ToolFailureException {
        StringBuilder url = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece.kind() == Piece.Kind.TEXT) {
                url.append(piece.text());
            } else {
                url.append(PercentCode.encode(value(piece, arguments, optional)));
            }
        }
        if (url.length() > MAX_LENGTH) {
            throw new ToolFailureException("the arguments are too long");
        }
        String rendered = url.toString();
        if (hasDotSegment(rendered.split("\\?", 2)[0])) {
            throw new ToolFailureException("an argument must not make the path segment . or ..");
        }
        return rendered;
    }

    private static String value(Piece piece, JsonNode arguments, Set<String> optional)
            throws ToolFailureException {
        JsonNode value = arguments.path(piece.text());
        boolean inPath = piece.kind() == Piece.Kind.PATH;
        if (value.isMissingNode() || value.isNull()) {
            if (!inPath && optional.contains(piece.text())) {
                return "";
            }
            throw unfit(piece, "is missing");
        }
        if (!value.isTextual() && !value.isNumber() && !value.isBoolean()) {
            throw unfit(piece, "must be a text, a number or a boolean");
        }
        String text = value.asText();
        if (inPath && (text.isEmpty() || UNFIT_FOR_PATH.matcher(text).find())) {
            throw unfit(piece, "must not be empty or have slashes or control characters");
        }
        return text;
    }

    private static ToolFailureException unfit(Piece piece, String why) {
        return new ToolFailureException("argument '" + piece.text() + "' " + why);
    }

    private static List<Piece> pieces(String template) {
        int query = template.indexOf('?') < 0 ? template.length() : template.indexOf('?');
        List<Piece> pieces = new ArrayList<>();
        Matcher argument = ARGUMENT.matcher(template);
        int end = 0;
        while (argument.find()) {
            pieces.add(new Piece(Piece.Kind.TEXT, template.substring(end, argument.start())));
            Piece.Kind kind = argument.start() < query ? Piece.Kind.PATH : Piece.Kind.QUERY;
            pieces.add(new Piece(kind, argument.group(1)));
            end = argument.end();
        }
        pieces.add(new Piece(Piece.Kind.TEXT, template.substring(end)));
        return List.copyOf(pieces);
    }

    private static boolean hasDotSegment(String path) {
        return DOT_SEGMENT.matcher(path).find();
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("url is not a URL: " + e.getReason(), e);
        }
    }

    private static void check(boolean valid, String rule) {
        if (!valid) {
            throw new IllegalArgumentException("url " + rule);
        }
    }
}
