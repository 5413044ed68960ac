package dev.gleaner.enrich;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gleaner.attachment.AttachmentStore;
import dev.gleaner.attachment.Written;
import dev.gleaner.gemini.Blob;
import dev.gleaner.model.AnswerDetail.Name;
import dev.gleaner.model.SourceRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The files of one record's answer on their way to where they are kept. They are named by the
 * record, so that a record that is asked about again overwrites its own.
 */
final class CallFiles {
    private final CallContext context;
    private final SourceRecord record;
    private int failures;
    private long writtenBefore;

    /**
     * A file that could not be written, however often it was tried.
     *
     * @param othersAreWritten whether files of other records were written meanwhile
     */
    record Unwritten(String reason, boolean othersAreWritten) {}

    CallFiles(CallContext context, SourceRecord record) {
        this.context = context;
        this.record = record;
    }

    /**
     * Writes files, one after the other. A file that cannot be written is tried again after a
     * delay, as often as a request is.
     *
     * @param whenDone gets them in their order, on any thread
     * @param whenFailed is told if one could not be written, on any thread
     */
    void write(
            List<Blob> blobs,
            Consumer<List<Written.Stored>> whenDone,
            Consumer<Unwritten> whenFailed) {
        writeNext(blobs, new ArrayList<>(), whenDone, whenFailed);
    }

    private void writeNext(
            List<Blob> blobs,
            List<Written.Stored> stored,
            Consumer<List<Written.Stored>> whenDone,
            Consumer<Unwritten> whenFailed) {
        if (stored.size() == blobs.size()) {
            whenDone.accept(stored);
            return;
        }
        Blob blob = blobs.get(stored.size());
        AttachmentStore store = Objects.requireNonNull(context.attachments());
        store.write(
                record + "-" + stored.size(),
                blob.mimeType(),
                blob.data(),
                written -> {
                    if (written instanceof Written.Stored one) {
                        stored.add(one);
                        failures = 0;
                        writeNext(blobs, stored, whenDone, whenFailed);
                    } else if (written instanceof Written.Failed failed) {
                        failed(
                                failed.reason(),
                                () -> writeNext(blobs, stored, whenDone, whenFailed),
                                whenFailed);
                    }
                });
    }

    private void failed(String reason, Runnable again, Consumer<Unwritten> whenFailed) {
        long written = Objects.requireNonNull(context.attachments()).written();
        if (++failures == 1) {
            writtenBefore = written;
        }
        if (context.retries().allowsAnother(failures) && !context.closed().get()) {
            context.scheduler()
                    .schedule(
                            again,
                            context.retries().backoff(failures, context.random().getAsDouble()));
        } else {
            whenFailed.accept(new Unwritten(reason, written > writtenBefore));
        }
    }

    /** Lists the files, and returns the enrichment that they belong to. */
    String tell(String text, List<Written.Stored> stored, CallReport report) {
        byte[] list = AnswerRecord.write(json -> writeList(json, stored));
        report.add(Name.ATTACHMENTS, list);
        context.metrics().count(EnrichmentMetric.ATTACHMENTS, stored.size());
        return context.settings().output().mode() == OutputSettings.Mode.IMAGE
                ? "{\"text\":"
                        + text
                        + ",\"images\":"
                        + new String(list, StandardCharsets.UTF_8)
                        + "}"
                : text;
    }

    private static void writeList(JsonGenerator json, List<Written.Stored> stored)
            throws IOException {
        json.writeStartArray();
        for (Written.Stored file : stored) {
            json.writeStartObject();
            json.writeStringField("uri", file.uri());
            json.writeStringField("mimeType", file.mimeType());
            json.writeNumberField("size", file.size());
            json.writeStringField("sha256", file.sha256());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
