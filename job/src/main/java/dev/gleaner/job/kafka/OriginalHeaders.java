package dev.gleaner.job.kafka;

import dev.gleaner.model.RecordHeader;
import dev.gleaner.model.SourceRecord;
import org.apache.kafka.common.header.Headers;

/** The headers that a record came with, for what it becomes. */
final class OriginalHeaders {
    private OriginalHeaders() {}

    /** Adds them, in their order, without those of an earlier dead letter, which hold no more. */
    static void copy(SourceRecord source, Headers to) {
        for (RecordHeader header : source.headers()) {
            if (!header.key().startsWith(DeadLetterHeaders.PREFIX)) {
                to.add(header.key(), header.value());
            }
        }
    }
}
