package dev.gleaner.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gleaner.spec.DataLoss;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer.PartitionOffsetsRetriever;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PositionsTest {
    private static final TopicPartition FIRST = new TopicPartition("in", 0);
    private static final TopicPartition SECOND = new TopicPartition("in", 1);

    private final Counters counters = new Counters();

    @Test
    void start_atCommittedOffsets_isWhatTheGroupCommitted_elseTheEarliest() {
        List<KafkaPartitionSplit> started =
                positions(Map.of(), Map.of(FIRST, 7L))
                        .start(
                                List.of(
                                        committed(FIRST, 90),
                                        committed(SECOND, 80),
                                        new KafkaPartitionSplit(
                                                new TopicPartition("in", 2), 5, 70)));

        assertThat(started)
                .containsExactly(
                        new KafkaPartitionSplit(FIRST, 7, 90),
                        new KafkaPartitionSplit(SECOND, KafkaPartitionSplit.EARLIEST_OFFSET, 80),
                        new KafkaPartitionSplit(new TopicPartition("in", 2), 5, 70));
    }

    @Test
    void resume_behindTheLogStart_goesOnThere_andCountsWhatIsMissing() {
        List<KafkaPartitionSplit> resumed =
                positions(Map.of(FIRST, 140L, SECOND, 12L), Map.of())
                        .resume(outOfRange(Map.of(FIRST, 100L, SECOND, 10L)));

        assertThat(resumed)
                .containsExactlyInAnyOrder(
                        new KafkaPartitionSplit(FIRST, 140), new KafkaPartitionSplit(SECOND, 12));
        assertThat(counters.values()).isEqualTo(Map.of("lostPositions", 2L, "missingRecords", 42L));
    }

    @Test
    void resume_inATopicThatWasMadeAnew_beginsAtItsFirstRecord_andMissesNone() {
        List<KafkaPartitionSplit> resumed =
                positions(Map.of(FIRST, 0L), Map.of()).resume(outOfRange(Map.of(FIRST, 100L)));

        assertThat(resumed).containsExactly(new KafkaPartitionSplit(FIRST, 0));
        assertThat(counters.values()).isEqualTo(Map.of("lostPositions", 1L, "missingRecords", 0L));
    }

    @Test
    void resume_inALogThatWasCut_goesOnWhereItParts_andAsksForNothingAgain() {
        LogTruncationException cut =
                new LogTruncationException(
                        Map.of(FIRST, 100L), Map.of(FIRST, new OffsetAndMetadata(96)));

        assertThat(positions(Map.of(FIRST, 0L), Map.of()).resume(cut))
                .containsExactly(new KafkaPartitionSplit(FIRST, 96));
        assertThat(counters.values()).isEqualTo(Map.of("lostPositions", 1L, "missingRecords", 0L));
    }

    @Test
    void resume_ifTheJobIsToFail_saysWhatIsMissing_andIsNotTriedAgain() {
        Positions failing = positions(Map.of(FIRST, 140L), Map.of(), DataLoss.FAIL);
        OffsetOutOfRangeException gone = outOfRange(Map.of(FIRST, 100L));

        assertThatThrownBy(() -> failing.resume(gone))
                .isInstanceOf(DataLossException.class)
                .hasMessageContaining("topic in, partition 0, from offset 100 to 139 (40 at most)")
                .hasMessageContaining("go on at offset 140")
                .hasMessageContaining("source.onDataLoss: continue");
        assertThat(DataLossException.class.getAnnotation(ThrowableAnnotation.class).value())
                .isEqualTo(ThrowableType.NonRecoverableError);
    }

    private Positions positions(
            Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> committed) {
        return positions(beginnings, committed, DataLoss.CONTINUE);
    }

    private Positions positions(
            Map<TopicPartition, Long> beginnings,
            Map<TopicPartition, Long> committed,
            DataLoss onDataLoss) {
        return new Positions(new Known(beginnings, committed), onDataLoss, counters);
    }

    private static KafkaPartitionSplit committed(TopicPartition partition, long stop) {
        return new KafkaPartitionSplit(partition, KafkaPartitionSplit.COMMITTED_OFFSET, stop);
    }

    private static OffsetOutOfRangeException outOfRange(Map<TopicPartition, Long> positions) {
        return new OffsetOutOfRangeException(positions);
    }

    private record Known(Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> committed)
            implements PartitionOffsetsRetriever {
        @Override
        public Map<TopicPartition, Long> committedOffsets(Collection<TopicPartition> partitions) {
            return committed;
        }

        @Override
        public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
            return beginnings;
        }

        @Override
        public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
            throw new AssertionError("not needed");
        }

        @Override
        public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                Map<TopicPartition, Long> timestamps) {
            throw new AssertionError("not needed");
        }
    }

    private static final class Counters extends UnregisteredMetricsGroup {
        private final Map<String, Counter> counters = new HashMap<>();

        @Override
        public Counters addGroup(String name) {
            return this;
        }

        @Override
        public Counter counter(String name) {
            return counters.computeIfAbsent(name, absent -> new SimpleCounter());
        }

        Map<String, Long> values() {
            Map<String, Long> values = new HashMap<>();
            counters.forEach((name, counter) -> values.put(name, counter.getCount()));
            return values;
        }
    }
}
