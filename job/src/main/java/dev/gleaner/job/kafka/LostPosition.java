package dev.gleaner.job.kafka;

import org.apache.kafka.common.TopicPartition;

/**
 * A position of the job that Kafka's log no longer has.
 *
 * @param from the offset that the job wants next
 * @param to the offset at which the job can go on
 */
record LostPosition(TopicPartition partition, long from, long to) {

    /**
     * Returns how many records the job never sees, at most: of the offsets between the two,
     * compaction and the ends of transactions may have left some without a record.
     */
    long missing() {
        return Math.max(0, to - from);
    }

    /** Returns what happened and where. */
    String description() {
        String where = "topic " + partition.topic() + ", partition " + partition.partition();
        return missing() > 0
                ? "Kafka deleted records before the job read them: "
                        + where
                        + ", from offset "
                        + from
                        + " to "
                        + (to - 1)
                        + " ("
                        + missing()
                        + " at most). Retention (retention.ms, retention.bytes) overtook the job."
                        + " The job can go on at offset "
                        + to
                        + "."
                : "Kafka's log is shorter than what the job has read: "
                        + where
                        + ", the job's offset is "
                        + from
                        + ". The topic was made anew, or lost records in the failure of a broker."
                        + " The job can go on at offset "
                        + to
                        + ".";
    }
}
