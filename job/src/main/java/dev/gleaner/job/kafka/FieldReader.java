package dev.gleaner.job.kafka;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.gleaner.text.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a few fields of a JSON document in one pass, without a tree of all of it. Thread-safe. */
final class FieldReader {
    private final Place root = new Place();

    /** A place on the way to fields, and perhaps one itself. */
    private static final class Place {
        private final Map<String, Place> below = new HashMap<>();
        private @Nullable String pointer;
    }

    /**
     * @param pointers JSON pointers of fields in objects
     */
    FieldReader(Collection<String> pointers) {
        for (String pointer : pointers) {
            Place place = root;
            for (JsonPointer way = JsonPointer.compile(pointer); !way.matches(); way = way.tail()) {
                place = place.below.computeIfAbsent(way.getMatchingProperty(), n -> new Place());
            }
            place.pointer = pointer;
        }
    }

    /**
     * Returns what the fields hold, by their pointers: String, Boolean, or BigDecimal without
     * trailing zeros. What is absent, null, an object or a list is left out.
     *
     * @param json one valid document
     */
    Map<String, Object> read(byte[] json) {
        Map<String, Object> found = new HashMap<>();
        try (JsonParser in = Json.documents().createParser(json)) {
            in.nextToken();
            read(in, root, found);
        } catch (IOException impossible) {
            throw new UncheckedIOException("the answer was found to be JSON before", impossible);
        }
        return found;
    }

    private static void read(JsonParser in, Place place, Map<String, Object> found)
            throws IOException {
        if (place.pointer != null && in.currentToken().isScalarValue()) {
            Object value = scalar(in);
            if (value != null) {
                found.put(place.pointer, value);
            }
        }
        if (in.currentToken() != JsonToken.START_OBJECT || place.below.isEmpty()) {
            in.skipChildren();
            return;
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            Place next = place.below.get(in.currentName());
            in.nextToken();
            if (next == null) {
                in.skipChildren();
            } else {
                read(in, next, found);
            }
        }
    }

    private static @Nullable Object scalar(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_STRING -> in.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in);
            default -> null;
        };
    }

    /** A number that no BigDecimal can hold, such as 1e9999999999, is no number to compare with. */
    private static @Nullable Object number(JsonParser in) throws IOException {
        try {
            return in.getDecimalValue().stripTrailingZeros();
        } catch (JsonProcessingException | NumberFormatException | ArithmeticException beyond) {
            return null;
        }
    }
}
