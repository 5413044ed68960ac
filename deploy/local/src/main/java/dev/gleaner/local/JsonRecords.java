package dev.gleaner.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file of JSON objects in UTF-8: one a line, over several lines each, or elements of an array.
 *
 * @param file the file
 * @param limit how many records to take from the front, or null for all
 */
record JsonRecords(Path file, @Nullable Integer limit) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /**
     * Reads the file once and returns how many records {@link #forEach} will give.
     *
     * @throws InputException if it is missing, no text, no JSON, holds something else than objects,
     *     no record at all, or fewer than the limit
     */
    long check() throws InputException {
        long records = read(text -> {});
        if (records == 0) {
            throw new InputException(file + " holds no records");
        }
        if (limit != null && records < limit) {
            throw new InputException("--records " + limit + ": " + file + " holds only " + records);
        }
        return records;
    }

    /** Gives every record's text as it stands, in order. */
    void forEach(Consumer<String> consumer) throws InputException {
        read(consumer);
    }

    private long read(Consumer<String> consumer) throws InputException {
        long line = 0;
        long begun = 0;
        try (Reader text = open();
                JsonParser parser = JSON.createParser(open())) {
            long records = 0;
            long position = 0;
            JsonToken token;
            while ((limit == null || records < limit) && (token = parser.nextToken()) != null) {
                line = parser.currentTokenLocation().getLineNr();
                if (token == JsonToken.START_OBJECT) {
                    begun = line;
                    long start = parser.currentTokenLocation().getCharOffset();
                    parser.skipChildren();
                    long end = parser.currentLocation().getCharOffset();
                    skip(text, start - position);
                    consumer.accept(next(text, (int) (end - start)));
                    position = end;
                    begun = 0;
                    records++;
                } else if (token != JsonToken.END_ARRAY && !beginsOuterArray(token, parser)) {
                    throw new InputException(
                            "%s, line %d: a JSON object is needed, not %s"
                                    .formatted(file, line, kind(token)));
                }
            }
            return records;
        } catch (JsonProcessingException e) {
            throw new InputException(noJson(e, begun), e);
        } catch (NoSuchFileException e) {
            throw new InputException(file + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new InputException(file + " is not UTF-8 text (after line " + line + ")", e);
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Reader open() throws IOException {
        BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
        return reader;
    }

    private static boolean beginsOuterArray(JsonToken token, JsonParser parser) {
        return token == JsonToken.START_ARRAY && parser.getParsingContext().getParent().inRoot();
    }

    private static void skip(Reader text, long chars) throws IOException {
        if (text.skip(chars) != chars) {
            throw new EOFException("it became shorter");
        }
    }

    private static String next(Reader text, int chars) throws IOException {
        char[] read = new char[chars];
        int length = 0;
        while (length < chars) {
            int more = text.read(read, length, chars - length);
            if (more < 0) {
                throw new EOFException("it became shorter");
            }
            length += more;
        }
        return new String(read);
    }

    private String noJson(JsonProcessingException e, long begun) {
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
        return file
                + (line == 0 ? "" : ", line " + line)
                + (begun == 0 || begun == line
                        ? ""
                        : ", in the object that begins on line " + begun)
                + ": no JSON: "
                + e.getOriginalMessage().lines().findFirst().orElse("");
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "null";
        };
    }
}
