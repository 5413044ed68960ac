package dev.gleaner.enrich;

import dev.gleaner.gemini.Blob;
import dev.gleaner.gemini.GeminiReply.Answer;
import dev.gleaner.model.RecordHeader;
import dev.gleaner.model.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Estimates of the memory that a record in work holds, in bytes. */
final class Footprint {
    /** The call, its timers, its connection and its buffers, and the result's metadata. */
    private static final long CALL = 16_384;

    private static final long HEADER = 64;

    private Footprint() {}

    static long of(SourceRecord record) {
        long bytes = CALL + length(record.key()) + length(record.value());
        for (RecordHeader header : record.headers()) {
            bytes += HEADER + header.key().length() + length(header.value());
        }
        return bytes;
    }

    /** Returns what a request adds: the prompt is kept as text, and the body as bytes. */
    static long ofRequest(byte[] body) {
        return 2L * body.length;
    }

    /** Returns what an answer adds: its text, the enrichment made of it, and its files. */
    static long of(Answer answer) {
        long bytes = 2L * answer.text().length() + length(answer.content().received());
        for (Blob file : answer.content().blobs()) {
            bytes += file.data().length;
        }
        return bytes;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
