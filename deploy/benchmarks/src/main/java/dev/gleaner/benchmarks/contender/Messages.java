package dev.gleaner.benchmarks.contender;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The records of all contenders: the example's messages, again and again. Immutable. */
public final class Messages {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final List<String> lines;

    private Messages(List<String> lines) {
        this.lines = lines;
    }

    /**
     * Reads the messages.
     *
     * @param examples the folder of the example
     * @param recordBytes size that each is filled up to by repeating its text; 0 leaves them
     */
    public static Messages read(Path examples, int recordBytes) throws IOException {
        List<String> lines = Files.readAllLines(examples.resolve("messages-5002.jsonl"));
        if (recordBytes == 0) {
            return new Messages(List.copyOf(lines));
        }
        List<String> filled = new ArrayList<>();
        for (String line : lines.subList(0, 500)) {
            filled.add(filled(line, recordBytes));
        }
        return new Messages(List.copyOf(filled));
    }

    private static String filled(String line, int recordBytes) throws IOException {
        ObjectNode message = (ObjectNode) MAPPER.readTree(line);
        String text = message.path("text").asText() + " ";
        message.put("text", text.repeat(1 + (recordBytes - line.length()) / text.length()));
        return message.toString();
    }

    /** Returns the record of this number, from 0; after the last comes the first again. */
    public String get(long number) {
        return lines.get((int) (number % lines.size()));
    }
}
