package dev.gleaner.spec;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * How the text of one value is read as a Java type.
 *
 * @param jsonType its type in JSON Schema
 * @param noun what it is called: "a duration"
 * @param hint how to write it
 * @param pattern what the text must match; empty for anything but {@code values}
 * @param values the words that are allowed beside what matches the pattern
 * @param parser gives the value, or null if the text is none
 */
record ScalarType(
        String jsonType,
        String noun,
        String hint,
        String pattern,
        List<String> values,
        Function<String, @Nullable Object> parser) {

    /** Matches every text but the empty one. */
    static final String ANY = "[\\s\\S]+";

    private static final String DECIMAL = "[0-9]{1,9}(\\.[0-9]{1,9})?";
    private static final String INSTANT = "[0-9]{4}-[0-9]{2}-[0-9]{2}T.+";

    /** Returns how a component of the type is read. */
    static ScalarType of(Class<?> type) {
        if (type == int.class) {
            return plain("integer", "a whole number", "write digits only", "[0-9]{1,9}")
                    .by(Integer::valueOf);
        } else if (type == Integer.class) {
            return plain("integer", "a whole number", "write digits only", "-?[0-9]{1,9}")
                    .by(Integer::valueOf);
        } else if (type == Long.class) {
            return plain("integer", "a whole number", "write digits only", "[0-9]{1,18}")
                    .by(Long::valueOf);
        } else if (type == double.class) {
            return plain("number", "a number", "write one such as 0.5", DECIMAL)
                    .by(Double::valueOf);
        } else if (type == BigDecimal.class) {
            return plain("number", "a number", "write one such as 0.5", DECIMAL)
                    .by(BigDecimal::new);
        } else if (type == boolean.class) {
            return plain("boolean", "true or false", "write one of them", "true|false")
                    .by(Boolean::valueOf);
        } else if (type == Duration.class) {
            String hint = "write a number and ms, s, min, h or d, such as 30 s";
            return plain("string", "a duration", hint, "[0-9]{1,12} ?(ms|s|min|h|d)")
                    .by(TimeUtils::parseDuration);
        } else if (type == MemorySize.class) {
            String hint = "write a number and b, kb, mb or gb, such as 4 mb";
            return plain("string", "a size", hint, "[0-9]{1,12} ?(b|kb|mb|gb)")
                    .by(MemorySize::parse);
        } else if (type == Percentage.class) {
            String hint = "write a number and %, such as 50 %";
            return plain("string", "a percentage", hint, "[0-9]{1,3}(\\.[0-9]{1,2})? ?%")
                    .by(Percentage::parse);
        } else if (type.isEnum()) {
            return words(type);
        }
        return text(type);
    }

    /** Returns the value, or null if the text is none of this type. */
    @Nullable Object parse(String text) {
        boolean allowed = values.contains(text) || (!pattern.isEmpty() && text.matches(pattern));
        return allowed ? parser.apply(text) : null;
    }

    /** Returns how a constant is written in the spec. */
    static String word(Enum<?> constant) {
        return constant instanceof GeminiName
                ? constant.name()
                : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static ScalarType text(Class<?> type) {
        if (type == URI.class) {
            String noun = "an http or https address without user, query or fragment";
            String hint =
                    "write one such as https://generativelanguage.googleapis.com; the key belongs"
                            + " in an option of its own";
            return plain("string", noun, hint, "https?://[^\\s?#@]+").by(ScalarType::uri);
        } else if (type == Pattern.class) {
            String hint = "write one in Java's syntax, such as messages-.*";
            return plain("string", "a regular expression", hint, ANY).by(ScalarType::regex);
        } else if (type == Path.class) {
            String hint = "write it as the task managers see it, such as /etc/ssl/ca.pem";
            return plain("string", "an absolute path", hint, "/[^\\x00]+").by(Path::of);
        } else if (type == SecretReference.class) {
            String hint = "secrets are references: write env:NAME or file:/absolute/path";
            String reference = "env:(?!AIza)[A-Za-z_][A-Za-z0-9_]*|file:/.+";
            return plain("string", "a reference to a secret", hint, reference)
                    .by(SecretReference::new);
        } else if (type == StartFrom.class) {
            return moment(List.of("earliest", "latest", "committed"), ScalarType::startFrom);
        } else if (type == StopAt.class) {
            return moment(List.of("latest"), ScalarType::stopAt);
        } else if (type == String.class) {
            return plain("string", "text", "write some text", ANY)
                    .by(text -> text.isBlank() ? null : text);
        }
        throw new IllegalArgumentException("no option can be a " + type.getName());
    }

    private static ScalarType words(Class<?> type) {
        List<Enum<?>> constants =
                Arrays.stream(type.getEnumConstants()).<Enum<?>>map(Enum.class::cast).toList();
        List<String> words = constants.stream().map(ScalarType::word).toList();
        String noun = "one of " + String.join(", ", words);
        return new ScalarType(
                "string",
                noun,
                "write one of them",
                "",
                words,
                text -> constants.get(words.indexOf(text)));
    }

    private static ScalarType moment(
            List<String> words, Function<String, @Nullable Object> parser) {
        String noun = words.stream().collect(Collectors.joining(", ", "", " or an instant"));
        String hint = "write an instant as 2026-11-23T10:00:00Z";
        return new ScalarType("string", noun, hint, INSTANT, words, parser);
    }

    private static ScalarType plain(String jsonType, String noun, String hint, String pattern) {
        return new ScalarType(jsonType, noun, hint, pattern, List.of(), text -> text);
    }

    private ScalarType by(Function<String, @Nullable Object> newParser) {
        return new ScalarType(jsonType, noun, hint, pattern, values, newParser);
    }

    private static @Nullable Object uri(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() == null ? null : uri;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static @Nullable Object regex(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            return null;
        }
    }

    private static @Nullable Object startFrom(String text) {
        for (StartFrom.Position position : StartFrom.Position.values()) {
            if (position != StartFrom.Position.INSTANT && word(position).equals(text)) {
                return new StartFrom(position, null);
            }
        }
        Instant instant = instant(text);
        return instant == null ? null : new StartFrom(StartFrom.Position.INSTANT, instant);
    }

    private static @Nullable Object stopAt(String text) {
        if (text.equals("latest")) {
            return new StopAt(null);
        }
        Instant instant = instant(text);
        return instant == null ? null : new StopAt(instant);
    }

    private static @Nullable Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
