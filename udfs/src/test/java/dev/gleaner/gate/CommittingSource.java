package dev.gleaner.gate;

import java.util.List;
import java.util.TreeMap;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceReader;
import org.apache.flink.util.NumberSequenceIterator;

/** Numbers, whose offsets are committed when a checkpoint completes, as Kafka's source does it. */
final class CommittingSource extends NumberSequenceSource {
    private static final long serialVersionUID = 1L;

    CommittingSource(long from, long to) {
        super(from, to);
    }

    @Override
    public SourceReader<Long, NumberSequenceSplit> createReader(SourceReaderContext context) {
        return new Reader(context, getTo() + 1);
    }

    @SuppressWarnings("try") // Flink declares that close throws any exception
    private static final class Reader
            extends IteratorSourceReader<Long, NumberSequenceIterator, NumberSequenceSplit> {
        private final TreeMap<Long, Long> offsets = new TreeMap<>();
        private final long end;
        private boolean assigned;

        private Reader(SourceReaderContext context, long end) {
            super(context);
            this.end = end;
        }

        @Override
        public void addSplits(List<NumberSequenceSplit> splits) {
            assigned = true;
            super.addSplits(splits);
        }

        @Override
        public List<NumberSequenceSplit> snapshotState(long checkpoint) {
            List<NumberSequenceSplit> splits = super.snapshotState(checkpoint);
            if (assigned) {
                offsets.put(checkpoint, splits.isEmpty() ? end : splits.get(0).from());
            }
            return splits;
        }

        @Override
        public void notifyCheckpointComplete(long checkpoint) {
            Long offset = offsets.get(checkpoint);
            if (offset != null) {
                Calls.current().commit(offset);
            }
        }
    }
}
