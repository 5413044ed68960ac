package dev.gleaner.job.kafka;

import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.Failure;
import dev.gleaner.model.SourceRecord;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
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

    private static final List<Set<DeadLetterPart>> CUTS_WITH_ANSWER =
            Stream.concat(Stream.of(EnumSet.noneOf(DeadLetterPart.class)), CUTS.stream())
                    .map(DeadLetterEncoder::withAnswer)
                    .toList();

    private final String topic;
    private final boolean keepAnswer;

    /**
     * @param keepAnswer whether a dead letter keeps the answer that was rejected
     */
    DeadLetterEncoder(String topic, boolean keepAnswer) {
        this.topic = topic;
        this.keepAnswer = keepAnswer;
    }

    /** Returns the whole dead letter. */
    ProducerRecord<byte[], byte[]> whole(EnrichmentResult result, Failure failure) {
        return without(EnumSet.noneOf(DeadLetterPart.class), result, failure);
    }

    private static Set<DeadLetterPart> withAnswer(Set<DeadLetterPart> cut) {
        Set<DeadLetterPart> more = EnumSet.of(DeadLetterPart.ANSWER);
        more.addAll(cut);
        return more;
    }

    private boolean hasAnswer(Failure failure) {
        return keepAnswer && failure.rejected() != null;
    }

    /** Returns the fullest of the shortened dead letters that fits; the shortest if none does. */
    ProducerRecord<byte[], byte[]> shortened(
            EnrichmentResult result,
            Failure failure,
            Predicate<ProducerRecord<byte[], byte[]>> fits) {
        for (Set<DeadLetterPart> cut : hasAnswer(failure) ? CUTS_WITH_ANSWER : CUTS) {
            ProducerRecord<byte[], byte[]> letter = without(cut, result, failure);
            if (fits.test(letter)) {
                return letter;
            }
        }
        Set<DeadLetterPart> all = EnumSet.allOf(DeadLetterPart.class);
        if (!hasAnswer(failure)) {
            all.remove(DeadLetterPart.ANSWER);
        }
        return without(all, result, failure);
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
        if (hasAnswer(failure) && !cut.contains(DeadLetterPart.ANSWER)) {
            DeadLetterHeaders.addAnswer(letter.headers(), failure.rejected());
        }
        return letter;
    }
}
