package dev.gleaner.job.kafka;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.gleaner.model.AnswerDetail;
import dev.gleaner.model.CallSummary;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.RecordFormat;
import dev.gleaner.model.SourceRecord;
import dev.gleaner.spec.Layout;
import dev.gleaner.text.ByteOrderMark;
import dev.gleaner.text.Json;
import dev.gleaner.text.StorableText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes an enriched record as JSON in UTF-8, with characters that any consumer can store. In an
 * envelope, what is JSON already (the original record, the model's answer, Gemini's metadata) is
 * copied as bytes. Thread-safe.
 */
final class EnrichedRecordEncoder {
    private final Layout layout;
    private final RecordFormat format;
    private final String mergeField;

    EnrichedRecordEncoder(Layout layout, String mergeField, RecordFormat format) {
        this.layout = layout;
        this.format = format;
        this.mergeField = mergeField;
    }

    byte[] encode(EnrichmentResult result) {
        byte[] original = Objects.requireNonNull(result.source().value(), "value");
        byte[] enrichment = Objects.requireNonNull(result.enrichment(), "enrichment");
        try (ByteArrayBuilder out =
                new ByteArrayBuilder(original.length + enrichment.length + 1_024)) {
            if (layout == Layout.MERGE) {
                merge(original, enrichment, out);
            } else {
                envelope(result, original, enrichment, out);
            }
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
    }

    /** Copies the object, without the field if it has it already, and adds the field. */
    private void merge(byte[] original, byte[] enrichment, ByteArrayBuilder out)
            throws IOException {
        try (JsonParser in = Json.documents().createParser(storable(original));
                JsonGenerator json = Json.documents().createGenerator(out)) {
            in.nextToken();
            json.writeStartObject();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                if (name.equals(mergeField)) {
                    in.skipChildren();
                } else {
                    json.writeFieldName(name);
                    copyValue(in, json);
                }
            }
            json.writeFieldName(mergeField);
            json.writeRawValue(new String(enrichment, StandardCharsets.UTF_8));
            json.writeEndObject();
        }
    }

    /** Copies the value that the parser is at; numbers keep their digits. */
    private static void copyValue(JsonParser in, JsonGenerator json) throws IOException {
        int depth = 0;
        do {
            JsonToken token = in.currentToken();
            if (token.isNumeric()) {
                json.writeNumber(in.getText());
            } else {
                json.copyCurrentEvent(in);
            }
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
        } while (depth > 0 && in.nextToken() != null);
    }

    private void envelope(
            EnrichmentResult result, byte[] original, byte[] enrichment, ByteArrayBuilder out)
            throws IOException {
        field(out, "{\"source\":", source(result.source()));
        field(out, ",\"record\":", record(original));
        field(out, ",\"enrichment\":", enrichment);
        field(out, ",\"usageMetadata\":", result.usageMetadata());
        field(out, ",\"groundingMetadata\":", result.groundingMetadata());
        field(out, ",\"call\":", call(result));
        out.write('}');
    }

    private static void field(ByteArrayBuilder out, String name, byte @Nullable [] json) {
        if (json != null) {
            out.write(utf8(name));
            out.write(json);
        }
    }

    private byte[] record(byte[] original) {
        return switch (format) {
            case JSON -> storable(original);
            case TEXT -> utf8('"' + quoted(text(original)) + '"');
            case BYTES -> utf8('"' + Base64.getEncoder().encodeToString(original) + '"');
        };
    }

    private static byte[] source(SourceRecord source) throws IOException {
        try (ByteArrayBuilder out = new ByteArrayBuilder(128);
                JsonGenerator json = Json.documents().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("topic", source.topic());
            json.writeNumberField("partition", source.partition());
            json.writeNumberField("offset", source.offset());
            json.writeNumberField("timestamp", source.timestamp());
            json.writeEndObject();
            json.flush();
            return out.toByteArray();
        }
    }

    private static byte[] call(EnrichmentResult result) throws IOException {
        CallSummary call = result.call();
        try (ByteArrayBuilder out = new ByteArrayBuilder(256);
                JsonGenerator json = Json.documents().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("model", call.model());
            json.writeStringField("modelVersion", call.modelVersion());
            json.writeStringField("responseId", call.responseId());
            json.writeStringField("finishReason", call.finishReason());
            json.writeNumberField("attempts", call.attempts());
            json.writeNumberField("elapsedMillis", call.elapsedMillis());
            if (call.costNanoUsd() != null) {
                json.writeFieldName("costUsd");
                json.writeNumber(Dollars.of(call.costNanoUsd()));
            }
            json.writeStringField("promptFingerprint", call.promptFingerprint());
            for (AnswerDetail detail : result.details()) {
                json.writeFieldName(detail.name().field());
                json.writeRawValue(new String(detail.json(), StandardCharsets.UTF_8));
            }
            json.writeEndObject();
            json.flush();
            return out.toByteArray();
        }
    }

    private static byte[] storable(byte[] json) {
        return StorableText.ofJson(ByteOrderMark.without(json));
    }

    private static String text(byte[] original) {
        String text = new String(original, StandardCharsets.UTF_8);
        return StorableText.of(ByteOrderMark.without(text));
    }

    private static String quoted(String text) {
        return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
