package dev.gleaner.spec;

import dev.gleaner.model.RecordFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

/** The topics that are read. Either {@code topics} is not empty or there is a topicPattern. */
public record SourceSpec(
        @Option(
                        value = "Kafka brokers to connect to first, as host:port, with commas.",
                        required = "list the Kafka brokers, such as \"localhost:9092\"")
                String bootstrapServers,
        @Option(value = "Topics to read. Give either these or topicPattern.", pattern = Topics.NAME)
                List<String> topics,
        @Option("Regular expression of the names of the topics to read, new ones included.")
                @Nullable Pattern topicPattern,
        @Option(
                        value =
                                "How a record's value is read: json (one document, fields usable in"
                                        + " the prompt), text (UTF-8) or bytes (sent as base64).",
                        defaultValue = "json")
                RecordFormat format,
        @Option(
                        value =
                                "Where a job without state begins: earliest, latest, committed (the"
                                    + " group's offsets, else earliest) or an RFC 3339 instant.",
                        defaultValue = "committed")
                StartFrom startFrom,
        @Option(
                        value =
                                "If Kafka has deleted records that the job has not read yet:"
                                        + " continue (at the oldest record, with a warning and a"
                                        + " count) or fail (the job).",
                        defaultValue = "continue")
                DataLoss onDataLoss,
        @Option(
                        "Where the job ends: latest (the end of each partition when the job starts)"
                                + " or an RFC 3339 instant. Without it the job runs on.")
                @Nullable StopAt stopAt,
        @Option(
                        value = "Records without a value: pass (to the sink, no call) or drop.",
                        defaultValue = "pass")
                Tombstones tombstones,
        @Option(
                        value =
                                "Longest value that is sent to the model; longer ones are dead"
                                        + " letters. A million tokens are about 4 MB of text.",
                        defaultValue = "4 mb",
                        min = "1 b",
                        max = "1 gb")
                MemorySize maxRecordBytes,
        @Option(
                        "Further properties of the Kafka consumer, under Kafka's own names; secrets"
                                + " as {{env:NAME}} or {{file:/path}}.")
                ClientProperties properties) {

    /** Copies the list. */
    public SourceSpec {
        topics = List.copyOf(topics);
    }
}
