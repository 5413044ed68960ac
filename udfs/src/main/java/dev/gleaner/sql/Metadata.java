package dev.gleaner.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gleaner.model.AnswerDetail;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.FailureKind;
import dev.gleaner.text.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.jspecify.annotations.Nullable;

/**
 * What a column can hold besides the answer.
 *
 * @param name by which an option asks for it
 * @param form of its value
 * @param always whether there always is one
 * @param meaning one sentence for documentation
 * @param value its JSON; a missing node if there is none
 */
record Metadata(
        String name,
        Form form,
        boolean always,
        String meaning,
        Function<EnrichmentResult, JsonNode> value) {

    private static final String STATUS = "status";
    private static final List<Metadata> ALL = all();

    /** What types of columns take it. */
    enum Form {
        /** Texts. */
        TEXT,
        /** Numbers. */
        NUMBER,
        /** Texts, with JSON; or the types that fit the JSON. */
        JSON
    }

    /** Returns all there is. */
    static List<Metadata> values() {
        return ALL;
    }

    static Optional<Metadata> of(String name) {
        return ALL.stream().filter(one -> one.name.equals(name)).findFirst();
    }

    /** Returns whether a column of a type can hold it, whatever it says. */
    boolean fits(LogicalType type) {
        return switch (form) {
            case TEXT -> type instanceof VarCharType text && text.getLength() >= longest();
            case NUMBER -> type.is(LogicalTypeFamily.NUMERIC);
            case JSON -> !type.is(LogicalTypeFamily.CHARACTER_STRING) || isString(type);
        };
    }

    private int longest() {
        return name.equals(STATUS)
                ? Arrays.stream(FailureKind.values())
                        .mapToInt(kind -> kind.name().length())
                        .max()
                        .orElseThrow()
                : VarCharType.MAX_LENGTH;
    }

    private static boolean isString(LogicalType type) {
        return type instanceof VarCharType text && text.getLength() == VarCharType.MAX_LENGTH;
    }

    /**
     * Returns the first that is declared NOT NULL, though it may be null: the column or a field of
     * it.
     */
    Optional<String> firstNotNull(LogicalType type, String path) {
        boolean alwaysFits = always && (form == Form.TEXT || type.is(LogicalTypeRoot.BIGINT));
        if (!type.isNullable() && !alwaysFits) {
            return Optional.of(path);
        }
        // Within arrays and maps what is null makes the whole of it null.
        return type instanceof RowType row
                ? row.getFields().stream()
                        .flatMap(
                                field ->
                                        firstNotNull(field.getType(), path + '.' + field.getName())
                                                .stream())
                        .findFirst()
                : Optional.empty();
    }

    /**
     * Returns what a column gets. What does not fit its type is null: nobody promised its shape.
     */
    Function<EnrichmentResult, @Nullable Object> column(LogicalType type, String path) {
        ValueDecoder decoder = ValueDecoders.lenient(type, path);
        boolean written = form == Form.JSON && type.is(LogicalTypeFamily.CHARACTER_STRING);
        return result -> {
            JsonNode json = value.apply(result);
            boolean asText = written && !json.isMissingNode() && !json.isTextual();
            return decoder.decode(asText ? TextNode.valueOf(json.toString()) : json);
        };
    }

    private static List<Metadata> all() {
        List<Metadata> all =
                new ArrayList<>(
                        List.of(
                                new Metadata(
                                        STATUS,
                                        Form.TEXT,
                                        true,
                                        "`OK`, or the kind of failure.",
                                        result ->
                                                TextNode.valueOf(
                                                        result.failure() == null
                                                                ? "OK"
                                                                : result.failure().kind().name())),
                                new Metadata(
                                        "error",
                                        Form.TEXT,
                                        false,
                                        "What failed, in words; never what the row says.",
                                        result ->
                                                text(
                                                        result.failure() == null
                                                                ? null
                                                                : result.failure().detail())),
                                new Metadata(
                                        "httpStatus",
                                        Form.NUMBER,
                                        false,
                                        "HTTP status of a failure, if it had one.",
                                        result ->
                                                result.failure() == null
                                                                || result.failure().httpStatus()
                                                                        == null
                                                        ? MissingNode.getInstance()
                                                        : LongNode.valueOf(
                                                                result.failure().httpStatus())),
                                new Metadata(
                                        "usageMetadata",
                                        Form.JSON,
                                        false,
                                        "Gemini's usageMetadata; also of failures that were"
                                                + " billed.",
                                        result -> read(result.usageMetadata())),
                                new Metadata(
                                        "groundingMetadata",
                                        Form.JSON,
                                        false,
                                        "Gemini's groundingMetadata.",
                                        result -> read(result.groundingMetadata())),
                                new Metadata(
                                        "model",
                                        Form.TEXT,
                                        true,
                                        "The model that was asked.",
                                        result -> text(result.call().model())),
                                new Metadata(
                                        "modelVersion",
                                        Form.TEXT,
                                        false,
                                        "The model that answered, by its own word.",
                                        result -> text(result.call().modelVersion())),
                                new Metadata(
                                        "responseId",
                                        Form.TEXT,
                                        false,
                                        "The endpoint's id of the answer.",
                                        result -> text(result.call().responseId())),
                                new Metadata(
                                        "finishReason",
                                        Form.TEXT,
                                        false,
                                        "Gemini's finishReason.",
                                        result -> text(result.call().finishReason())),
                                new Metadata(
                                        "attempts",
                                        Form.NUMBER,
                                        true,
                                        "HTTP requests made for the row.",
                                        result -> LongNode.valueOf(result.call().attempts())),
                                new Metadata(
                                        "latency",
                                        Form.NUMBER,
                                        true,
                                        "Milliseconds from the row's arrival to its result.",
                                        result -> LongNode.valueOf(result.call().elapsedMillis())),
                                new Metadata(
                                        "cost",
                                        Form.NUMBER,
                                        false,
                                        "US dollars that all attempts cost, by the table of"
                                                + " prices.",
                                        result -> cost(result.call().costNanoUsd())),
                                new Metadata(
                                        "promptFingerprint",
                                        Form.TEXT,
                                        true,
                                        "Identifies prompt, schema and generationConfig.",
                                        result -> text(result.call().promptFingerprint()))));
        Arrays.stream(AnswerDetail.Name.values()).forEach(name -> all.add(detail(name)));
        return List.copyOf(all);
    }

    private static Metadata detail(AnswerDetail.Name name) {
        return new Metadata(
                name.field(),
                Form.JSON,
                false,
                name.meaning(),
                result ->
                        result.details().stream()
                                .filter(detail -> detail.name() == name)
                                .findFirst()
                                .map(detail -> read(detail.json()))
                                .orElse(MissingNode.getInstance()));
    }

    private static JsonNode text(@Nullable String text) {
        return text == null ? MissingNode.getInstance() : TextNode.valueOf(text);
    }

    private static JsonNode cost(@Nullable Long nanoUsd) {
        return nanoUsd == null
                ? MissingNode.getInstance()
                : DecimalNode.valueOf(BigDecimal.valueOf(nanoUsd, 9));
    }

    private static JsonNode read(byte @Nullable [] json) {
        if (json == null) {
            return MissingNode.getInstance();
        }
        try {
            return Json.read(new String(json, StandardCharsets.UTF_8));
        } catch (IOException unfit) {
            return MissingNode.getInstance();
        }
    }
}
