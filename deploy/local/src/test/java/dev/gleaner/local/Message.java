package dev.gleaner.local;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * A record for the source topic. Its id is its key, by which what became of it is found again.
 *
 * @param id the key, in UTF-8
 * @param value the bytes, or null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that nobody writes to, never compared
record Message(String id, byte @Nullable [] value) {
    /** The first message's timestamp, years ago; each further one is a second later. */
    static final long FIRST_TIMESTAMP = 1_700_000_000_000L;

    /** Headers that a job could lose: repeated, not text, empty, without a value. */
    static final List<Header> HEADERS =
            List.of(
                    new RecordHeader("trace", "a1".getBytes(StandardCharsets.UTF_8)),
                    new RecordHeader("trace", new byte[] {(byte) 0xFF, 0}),
                    new RecordHeader("empty", new byte[0]),
                    new RecordHeader("nothing", (byte[]) null));

    static Message raw(String id, String value) {
        return new Message(id, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A JSON object with the field that the example's prompt reads; the text needs no escapes. */
    static Message saying(String id, String text) {
        return raw(id, "{\"id\":\"%s\",\"text\":\"%s\"}".formatted(id, text));
    }

    /** The messages of an example, by their ids. */
    static List<Message> ofExample(String name) throws IOException {
        JsonMapper json = new JsonMapper();
        List<Message> messages = new ArrayList<>();
        for (String line :
                Files.readAllLines(SpecText.EXAMPLES.resolve(name).resolve("messages.jsonl"))) {
            messages.add(raw(json.readTree(line).path("id").asText(), line));
        }
        return messages;
    }

    /** So many messages, {@code m-0} and so on, that are no trouble to anybody. */
    static List<Message> some(int number) {
        return IntStream.range(0, number).mapToObj(n -> saying("m-" + n, "my card " + n)).toList();
    }

    /** Partitions in turn. */
    ProducerRecord<byte[], byte[]> toRecord(String topic, int index) {
        return new ProducerRecord<>(
                topic,
                index % Trial.PARTITIONS,
                FIRST_TIMESTAMP + 1_000L * index,
                id.getBytes(StandardCharsets.UTF_8),
                value,
                HEADERS);
    }

    static boolean carriesAllHeaders(Iterable<Header> headers) {
        var found = headers.iterator();
        for (Header wanted : HEADERS) {
            Header header = found.hasNext() ? found.next() : null;
            if (header == null
                    || !header.key().equals(wanted.key())
                    || !Arrays.equals(header.value(), wanted.value())) {
                return false;
            }
        }
        return true;
    }
}
