package dev.gleaner.job.kafka;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gleaner.model.CallSummary;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.Failure;
import dev.gleaner.model.RejectedAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The headers that say why a record is a dead letter. Values are text in UTF-8. */
public final class DeadLetterHeaders {
    /** Begins the name of each. */
    public static final String PREFIX = "gleaner-";

    private DeadLetterHeaders() {}

    /**
     * Adds them.
     *
     * @param cut what the dead letter leaves out
     */
    static void add(
            Headers headers, EnrichmentResult result, Failure failure, Set<DeadLetterPart> cut) {
        CallSummary call = result.call();
        boolean notes = !cut.contains(DeadLetterPart.NOTES);
        add(headers, "failure-kind", failure.kind());
        add(headers, "failure-detail", notes ? failure.detail() : null);
        RejectedAnswer rejected = failure.rejected();
        if (notes && rejected != null && !rejected.violations().isEmpty()) {
            add(headers, "violations", array(rejected.violations()));
        }
        add(headers, "http-status", failure.httpStatus());
        add(headers, "attempts", call.attempts());
        add(headers, "model", call.model());
        add(headers, "prompt-fingerprint", call.promptFingerprint());
        Long cost = call.costNanoUsd();
        add(headers, "cost-usd", cost == null ? null : Dollars.of(cost));
        if (notes && result.usageMetadata() != null) {
            headers.add(PREFIX + "usage", result.usageMetadata());
        }
        add(headers, "source-topic", result.source().topic());
        add(headers, "source-partition", result.source().partition());
        add(headers, "source-offset", result.source().offset());
        add(headers, "source-timestamp", result.source().timestamp());
        add(headers, "failed-at", Instant.ofEpochMilli(failure.failedAt()));
        if (!cut.isEmpty()) {
            String names = cut.stream().map(DeadLetterPart::word).collect(Collectors.joining(","));
            add(headers, "left-out", names);
            byte[] value = result.source().value();
            if (value != null && cut.contains(DeadLetterPart.VALUE)) {
                add(headers, "value-bytes", value.length);
            }
        }
    }

    /**
     * Adds the answer that was rejected, compressed, since headers count for a record's size.
     *
     * @param rejected not null
     */
    static void addAnswer(Headers headers, @Nullable RejectedAnswer rejected) {
        RejectedAnswer answer = Objects.requireNonNull(rejected, "rejected");
        headers.add(PREFIX + "answer", gzip(answer.text()));
        add(headers, "answer-encoding", "gzip");
        add(headers, "answer-bytes", answer.bytes());
        add(headers, "answer-cut", answer.bytes() > answer.text().length);
    }

    private static byte[] gzip(byte[] text) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(text);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return compressed.toByteArray();
    }

    private static String array(List<String> pointers) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        pointers.forEach(array::add);
        return array.toString();
    }

    private static void add(Headers headers, String name, @Nullable Object value) {
        if (value != null) {
            headers.add(PREFIX + name, value.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
