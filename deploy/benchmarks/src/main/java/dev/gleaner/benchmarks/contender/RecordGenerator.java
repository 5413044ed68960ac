package dev.gleaner.benchmarks.contender;

import dev.gleaner.model.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/** Gives messages as Kafka would, each with bytes of its own, without end. */
final class RecordGenerator implements GeneratorFunction<Long, SourceRecord> {
    private static final long serialVersionUID = 1L;

    private final String examples;
    private final int recordBytes;
    private transient Messages messages;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
    RecordGenerator(Path examples, int recordBytes) {
        this.examples = examples.toString();
        this.recordBytes = recordBytes;
    }

    @Override
    public void open(SourceReaderContext context) throws Exception {
        messages = Messages.read(Path.of(examples), recordBytes);
    }

    @Override
    public SourceRecord map(Long number) {
        byte[] value = messages.get(number).getBytes(StandardCharsets.UTF_8);
        return new SourceRecord("generated", 0, number, 0, null, value, List.of());
    }
}
