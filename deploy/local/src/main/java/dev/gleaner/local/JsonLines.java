package dev.gleaner.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.text.ByteOrderMark;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file with one JSON object a line, in UTF-8; blank lines are skipped.
 *
 * @param file the file
 * @param limit how many records to take from the front, or null for all
 */
record JsonLines(Path file, @Nullable Integer limit) {
    private static final ObjectReader READER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .readerFor(JsonNode.class);

    /**
     * Reads the file once and returns how many records {@link #forEach} will give.
     *
     * @throws InputException if it is missing, no text, holds a line that is no JSON object, no
     *     record at all, or fewer than the limit
     */
    long check() throws InputException {
        long records = read((number, line) -> requireObject(number, line));
        if (records == 0) {
            throw new InputException(file + " holds no records");
        }
        if (limit != null && records < limit) {
            throw new InputException("--records " + limit + ": " + file + " holds only " + records);
        }
        return records;
    }

    /** Gives every record's text, in order. */
    void forEach(Consumer<String> consumer) throws InputException {
        read((number, line) -> consumer.accept(line));
    }

    private interface LineReader {
        void line(long number, String text) throws InputException;
    }

    private long read(LineReader reader) throws InputException {
        long number = 0;
        long records = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String line;
            while ((limit == null || records < limit) && (line = lines.readLine()) != null) {
                number++;
                String text = number == 1 ? ByteOrderMark.without(line) : line;
                if (!text.isBlank()) {
                    reader.line(number, text);
                    records++;
                }
            }
        } catch (NoSuchFileException e) {
            throw new InputException(file + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new InputException(file + " is not UTF-8 text (after line " + number + ")", e);
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + e.getMessage(), e);
        }
        return records;
    }

    private void requireObject(long number, String line) throws InputException {
        try {
            JsonNode json = READER.readValue(line);
            if (!json.isObject()) {
                throw new InputException(
                        file + ", line " + number + ": a JSON object is needed, not " + kind(json));
            }
        } catch (JsonProcessingException e) {
            throw new InputException(
                    file + ", line " + number + ": no JSON: " + firstLine(e.getOriginalMessage()),
                    e);
        }
    }

    private static String kind(JsonNode json) {
        return switch (json.getNodeType()) {
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            default -> "null";
        };
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
