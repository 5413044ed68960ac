package dev.gleaner.job.kafka;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a topic takes.
 *
 * @param batchBytes of a batch, compressed as it is: {@code max.message.bytes}
 * @param codec with which the broker writes batches anew, and measures them again; null if it keeps
 *     what producers send
 * @param compacted whether {@code cleanup.policy} has {@code compact}, so that the broker refuses
 *     records without a key and deletes all but the last record of a key
 */
public record TopicLimit(long batchBytes, @Nullable CodecSettings codec, boolean compacted)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What a topic takes unless somebody set something else. */
    static final TopicLimit KAFKAS_DEFAULT = new TopicLimit(1_048_588, null, false);
}
