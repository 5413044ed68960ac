package dev.gleaner.benchmarks.contender;

import java.nio.file.Path;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/** Gives messages as text, without end. */
final class MessageGenerator implements GeneratorFunction<Long, String> {
    private static final long serialVersionUID = 1L;

    private final String examples;
    private final int recordBytes;
    private transient Messages messages;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
    MessageGenerator(Path examples, int recordBytes) {
        this.examples = examples.toString();
        this.recordBytes = recordBytes;
    }

    @Override
    public void open(SourceReaderContext context) throws Exception {
        messages = Messages.read(Path.of(examples), recordBytes);
    }

    @Override
    public String map(Long number) {
        return messages.get(number);
    }
}
