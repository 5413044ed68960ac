package dev.gleaner.job.kafka;

import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.Failure;
import dev.gleaner.model.SourceRecord;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes dead letters: the original record, and why it was not enriched. One that its topic would
 * not take leaves out as little as it must; the original still lies in the source topic, where the
 * headers say. Thread-safe.
 */
final class DeadLetterEncoder {
    /** From the fullest on; after them comes the one without any of the parts. */
    private static final List<Set<DeadLetterPart>> CUTS =
            List.of(
                    EnumSet.of(DeadLetterPart.NOTES),
                    EnumSet.of(DeadLetterPart.VALUE),
                    EnumSet.of(DeadLetterPart.VALUE, DeadLetterPart.HEADERS),
                    EnumSet.of(DeadLetterPart.VALUE, DeadLetterPart.HEADERS, DeadLetterPart.KEY));

    private final String topic;

    DeadLetterEncoder(String topic) {
        this.topic = topic;
    }

    /** Returns the whole dead letter. */
    ProducerRecord<byte[], byte[]> whole(EnrichmentResult result, Failure failure) {
        return without(EnumSet.noneOf(DeadLetterPart.class), result, failure);
    }

    /** Returns the fullest of the shortened dead letters that fits; the shortest if none does. */
    ProducerRecord<byte[], byte[]> shortened(
            EnrichmentResult result,
            Failure failure,
            Predicate<ProducerRecord<byte[], byte[]>> fits) {
        for (Set<DeadLetterPart> cut : CUTS) {
            ProducerRecord<byte[], byte[]> letter = without(cut, result, failure);
            if (fits.test(letter)) {
                return letter;
            }
        }
        return without(EnumSet.allOf(DeadLetterPart.class), result, failure);
    }

    private ProducerRecord<byte[], byte[]> without(
            Set<DeadLetterPart> cut, EnrichmentResult result, Failure failure) {
        SourceRecord source = result.source();
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(
                        topic,
                        null,
                        cut.contains(DeadLetterPart.KEY) ? null : source.key(),
                        cut.contains(DeadLetterPart.VALUE) ? null : source.value());
        if (!cut.contains(DeadLetterPart.HEADERS)) {
            OriginalHeaders.copy(source, letter.headers());
        }
        DeadLetterHeaders.add(letter.headers(), result, failure, cut);
        return letter;
    }
}
