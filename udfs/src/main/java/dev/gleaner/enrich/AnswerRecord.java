package dev.gleaner.enrich;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.gleaner.gemini.AnswerMetadata;
import dev.gleaner.model.AnswerDetail;
import dev.gleaner.model.AnswerDetail.Name;
import dev.gleaner.model.Usage;
import dev.gleaner.text.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the answers to one record say besides the answer. Of what several say, the last counts; what
 * they used is added up. For one thread at a time.
 */
final class AnswerRecord {
    private final Map<Name, byte[]> details = new EnumMap<>(Name.class);
    private final List<Billed> billed = new ArrayList<>(1);
    private Usage total = Usage.NONE;
    private byte @Nullable [] groundingMetadata;

    @SuppressWarnings("ArrayRecordComponent") // bytes stay bytes; identity is never compared
    private record Billed(String model, byte[] usageMetadata) {}

    /**
     * Notes an answer.
     *
     * @param asked the model that was asked
     */
    void add(String asked, AnswerMetadata answer) {
        for (AnswerDetail detail : answer.details()) {
            details.put(detail.name(), detail.json());
        }
        if (answer.groundingMetadata() != null) {
            groundingMetadata = answer.groundingMetadata();
        }
        if (answer.usageMetadata() != null) {
            String model = answer.modelVersion() == null ? asked : answer.modelVersion();
            billed.add(new Billed(model, answer.usageMetadata()));
            total = total.plus(answer.usage());
        }
    }

    void put(Name name, byte[] json) {
        details.put(name, json);
    }

    void remove(Name name) {
        details.remove(name);
    }

    byte @Nullable [] groundingMetadata() {
        return groundingMetadata;
    }

    /** Returns usageMetadata: as received if there was one, else the sums of the counts. */
    byte @Nullable [] usageMetadata() {
        if (billed.isEmpty()) {
            return null;
        }
        return billed.size() == 1
                ? billed.get(0).usageMetadata()
                : write(json -> writeCounts(json, total));
    }

    List<AnswerDetail> details() {
        if (billed.size() > 1) {
            details.put(Name.USAGES, usages());
        }
        if (details.isEmpty()) {
            return List.of();
        }
        List<AnswerDetail> list = new ArrayList<>(details.size());
        details.forEach((name, json) -> list.add(new AnswerDetail(name, json)));
        return list;
    }

    private static void writeCounts(JsonGenerator json, Usage usage) throws IOException {
        json.writeStartObject();
        writeCount(json, "promptTokenCount", usage.prompt());
        writeCount(json, "cachedContentTokenCount", usage.cached());
        writeCount(json, "candidatesTokenCount", usage.candidates());
        writeCount(json, "thoughtsTokenCount", usage.thoughts());
        writeCount(json, "toolUsePromptTokenCount", usage.toolUse());
        writeCount(json, "totalTokenCount", usage.total());
        json.writeEndObject();
    }

    private static void writeCount(JsonGenerator json, String name, long count) throws IOException {
        if (count > 0) {
            json.writeNumberField(name, count);
        }
    }

    private byte[] usages() {
        return write(
                json -> {
                    json.writeStartArray();
                    for (Billed one : billed) {
                        json.writeStartObject();
                        json.writeStringField("model", one.model());
                        json.writeFieldName("usageMetadata");
                        json.writeRawValue(new String(one.usageMetadata(), StandardCharsets.UTF_8));
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
    }

    /** Writes to a generator. */
    @FunctionalInterface
    interface JsonWriter {
        void write(JsonGenerator json) throws IOException;
    }

    /** Returns what is written, as compact JSON in UTF-8. */
    static byte[] write(JsonWriter writer) {
        try (ByteArrayBuilder out = new ByteArrayBuilder(256);
                JsonGenerator json = Json.documents().createGenerator(out)) {
            writer.write(json);
            json.flush();
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
    }
}
