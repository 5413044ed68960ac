package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The search for the error in one body. Proxies put the error of whom they asked into their own, as
 * an object or as text, which may be JSON, JSON escaped again, Python's form of it, or HTML. The
 * innermost error that has a code, a status or a reason is the one that counts. What the request
 * says too is never read as an error. Takes bounded time; for one thread.
 */
final class ErrorSearch {
    private static final int MAX_ENVELOPES = 5;
    private static final int MAX_PARSES = 24;
    private static final int MAX_VALUES = 2_000;
    private static final int LONGEST_TEXT = 64 * 1_024;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(JsonFactory.builder().build())
                    .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                    .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
                    .build();
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)|&(quot|#34|#39|amp);");

    private final SentRequest request;
    private int parses;
    private int values;

    ErrorSearch(SentRequest request) {
        this.request = request;
    }

    /** Returns the error in a body, or null if there is none. */
    @Nullable JsonNode inBody(byte[] body) {
        JsonNode root = parsed(body);
        if (root == null) {
            return inText(new String(body, StandardCharsets.UTF_8));
        }
        JsonNode outer = outermost(root);
        return outer == null ? null : innermost(outer);
    }

    /** Returns an error that is a body by itself, without a field around it; or null. */
    @Nullable JsonNode bare(byte[] body) {
        JsonNode root = parsed(body);
        return root != null && isGoogles(root) && isError(root) ? innermost(root) : null;
    }

    /**
     * Returns the innermost error of an {@code error} field's value, or null if it says nothing.
     */
    @Nullable JsonNode inValue(byte[] value) {
        JsonNode error = parsed(value);
        return error == null || saysNothing(error) ? null : innermost(first(error));
    }

    private static @Nullable JsonNode parsed(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable JsonNode outermost(JsonNode root) {
        JsonNode silent = null;
        for (JsonNode element : root.isArray() ? root : List.of(root)) {
            JsonNode error =
                    first(element.has("error") ? element.path("error") : element.path("errors"));
            if (error.isObject() || error.isTextual()) {
                if (!saysNothing(error)) {
                    return error;
                }
                silent = error;
            } else if (isError(element) && ErrorBody.isCanonical(element.path("status").asText())) {
                return element;
            }
        }
        return silent;
    }

    private static JsonNode first(JsonNode error) {
        return error.isArray() ? error.path(0) : error;
    }

    private JsonNode innermost(JsonNode error) {
        JsonNode found = error;
        for (int i = 0; i < MAX_ENVELOPES; i++) {
            JsonNode inner = inside(found);
            if (inner == null) {
                return found;
            }
            found = inner;
        }
        return found;
    }

    /** Returns an error inside of a value, the nearest one first; null if there is none. */
    private @Nullable JsonNode inside(JsonNode outer) {
        Queue<JsonNode> open = new ArrayDeque<>();
        add(outer.isTextual() ? List.of(outer) : outer, open);
        while (!open.isEmpty() && values++ < MAX_VALUES) {
            JsonNode value = open.remove();
            JsonNode error = value.isTextual() ? inText(value.textValue()) : value;
            if (error != null && isError(error) && (isGoogles(error) || !isGoogles(outer))) {
                return error;
            }
            add(value, open);
        }
        return null;
    }

    private static void add(Iterable<JsonNode> values, Queue<JsonNode> open) {
        for (JsonNode value : values) {
            if (value.isContainerNode() || value.isTextual()) {
                open.add(value);
            }
        }
    }

    private @Nullable JsonNode inText(String text) {
        if (text.indexOf('{') < 0 || parses++ >= MAX_PARSES) {
            return null;
        }
        String json = request.masked(Detail.cut(text, LONGEST_TEXT));
        JsonNode error = inJson(json);
        return error == null ? inJson(unescaped(json)) : error;
    }

    private @Nullable JsonNode inJson(String text) {
        int start = text.indexOf('{');
        while (start >= 0 && parses++ < MAX_PARSES) {
            JsonNode value = leading(text.substring(start));
            if (value != null) {
                return isError(value) ? value : inside(value);
            }
            start = text.indexOf('{', start + 1);
        }
        return null;
    }

    /** Returns the value that a text begins with, whatever follows it. */
    private static @Nullable JsonNode leading(String text) {
        try {
            return MAPPER.readTree(MAPPER.createParser(text));
        } catch (IOException e) {
            return null;
        }
    }

    private static String unescaped(String text) {
        return ESCAPED.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(unescaped(match)));
    }

    private static String unescaped(MatchResult match) {
        String escaped = match.group(1);
        if (escaped == null) {
            return match.group(2).equals("amp") ? "&" : match.group(2).equals("#39") ? "'" : "\"";
        }
        return "nrt".contains(escaped) ? " " : escaped;
    }

    /** Returns whether a value says what has gone wrong in a form that has a meaning of its own. */
    private static boolean isError(JsonNode value) {
        if (!value.isObject()) {
            return false;
        }
        boolean coded = isGoogles(value) || !ErrorBody.codeName(value).isBlank();
        boolean explained =
                !value.path("message").asText().isBlank() || !value.path("details").isEmpty();
        return coded && explained;
    }

    private static boolean isGoogles(JsonNode value) {
        return ErrorBody.code(value) >= 400 || ErrorBody.isCanonical(value.path("status").asText());
    }

    /** Returns whether there is no word, no number but 0 and no true in it. */
    private static boolean saysNothing(JsonNode error) {
        if (error.isContainerNode()) {
            int code = error.path("code").asInt();
            if (code >= 200 && code < 300) {
                return true;
            }
            for (JsonNode value : error) {
                if (!saysNothing(value)) {
                    return false;
                }
            }
            return true;
        }
        return error.isTextual() ? error.textValue().isBlank() : !error.asBoolean();
    }
}
