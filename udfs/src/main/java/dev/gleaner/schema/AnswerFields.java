package dev.gleaner.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What answers can hold in their fields, read from their schema. It rather says too much than too
 * little: no valid answer holds anything else, but not all that is named need be possible.
 * Immutable.
 */
public final class AnswerFields {
    private static final Set<String> OBJECT = Set.of("object");
    private static final Set<String> NUMBERS = Set.of("number", "integer");
    private static final List<String> LOWER_BOUNDS = List.of("minimum", "exclusiveMinimum");
    private static final List<String> UPPER_BOUNDS = List.of("maximum", "exclusiveMaximum");

    private final JsonNode document;
    private final List<ObjectNode> roots;

    private AnswerFields(JsonNode document) {
        this.document = document;
        this.roots = variants(document);
    }

    /**
     * Reads a schema.
     *
     * @param validationSchema from {@link ResponseSchema#validationSchema}
     */
    public static AnswerFields of(String validationSchema) {
        try {
            return new AnswerFields(new JsonMapper().readTree(validationSchema));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("validationSchema is not JSON", e);
        }
    }

    /** Returns whether an answer can be an object or a list, so that something is in it. */
    public boolean haveParts() {
        return roots.stream()
                .map(Types::of)
                .anyMatch(t -> t.isEmpty() || t.contains("object") || t.contains("array"));
    }

    /** Returns the names on the uppermost level. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (ObjectNode root : roots) {
            root.path("properties").fieldNames().forEachRemaining(names::add);
        }
        return names;
    }

    /**
     * Finds a field.
     *
     * @param pointer a JSON pointer into answers; the empty one is the answer itself
     * @return the field, or nothing if the schema names none there
     */
    public Optional<AnswerField> at(String pointer) {
        List<ObjectNode> places = roots;
        boolean always = true;
        for (JsonPointer way = JsonPointer.compile(pointer); !way.matches(); way = way.tail()) {
            List<ObjectNode> below = new ArrayList<>();
            for (ObjectNode place : places) {
                String name = way.getMatchingProperty();
                JsonNode property = place.path("properties").path(name);
                below.addAll(variants(property));
                always &=
                        Types.of(place).equals(OBJECT)
                                && Types.names(place.path("required")).contains(name)
                                && !property.isMissingNode();
            }
            places = below;
        }
        return places.isEmpty() ? Optional.empty() : Optional.of(field(places, always));
    }

    private static AnswerField field(List<ObjectNode> places, boolean always) {
        Set<String> types = new LinkedHashSet<>();
        Set<JsonNode> values = new LinkedHashSet<>();
        boolean anyType = false;
        boolean listed = true;
        for (ObjectNode place : places) {
            Set<String> own = Types.of(place);
            anyType |= own.isEmpty();
            types.addAll(own);
            List<JsonNode> ownValues = values(place, own);
            listed &= ownValues != null;
            values.addAll(Objects.requireNonNullElse(ownValues, List.of()));
        }
        if (anyType) {
            types.clear();
        }
        boolean mayBeNull =
                listed
                        ? values.contains(NullNode.getInstance())
                        : anyType || types.contains(Types.NULL);
        return new AnswerField(
                types,
                listed ? List.copyOf(values) : null,
                bound(places, LOWER_BOUNDS, Comparator.naturalOrder()),
                bound(places, UPPER_BOUNDS, Comparator.reverseOrder()),
                always && !mayBeNull);
    }

    /**
     * Returns what no number in any of the places goes beyond, or null if one is not bounded.
     *
     * @param strictness orders bounds, the strictest last
     */
    private static @Nullable BigDecimal bound(
            List<ObjectNode> places, List<String> keywords, Comparator<BigDecimal> strictness) {
        BigDecimal loosest = null;
        for (ObjectNode place : places) {
            Set<String> types = Types.of(place);
            if (!types.isEmpty() && Collections.disjoint(types, NUMBERS)) {
                continue;
            }
            Optional<BigDecimal> own =
                    keywords.stream()
                            .map(place::path)
                            .filter(JsonNode::isNumber)
                            .map(JsonNode::decimalValue)
                            .max(strictness);
            if (own.isEmpty()) {
                return null;
            }
            if (loosest == null || strictness.compare(own.get(), loosest) < 0) {
                loosest = own.get();
            }
        }
        return loosest;
    }

    private static @Nullable List<JsonNode> values(ObjectNode place, Set<String> types) {
        if (place.has("enum")) {
            List<JsonNode> values = new ArrayList<>();
            for (JsonNode value : place.get("enum")) {
                if (types.stream().anyMatch(type -> Types.is(type, value))) {
                    values.add(value);
                }
            }
            return values;
        } else if (types.equals(Set.of("boolean"))) {
            return List.of(BooleanNode.TRUE, BooleanNode.FALSE);
        }
        return types.equals(Set.of(Types.NULL)) ? List.of(NullNode.getInstance()) : null;
    }

    /** The schemas, without references and alternatives, one of which a value must fit. */
    private List<ObjectNode> variants(JsonNode schema) {
        if (!schema.isObject()) { // true: anything; false and what is not there: nothing
            return schema.booleanValue()
                    ? List.of(JsonNodeFactory.instance.objectNode())
                    : List.of();
        }
        AllOf allOf = new AllOf(new Problems()); // what cannot be sent was refused before
        ObjectNode flat = allOf.flatten(schema, "");
        for (JsonNode ref = flat.remove("$ref"); ref != null; ref = flat.remove("$ref")) {
            JsonNode target = document.at(ref.textValue().substring(1));
            allOf.merge(flat, allOf.flatten(target, ""), "");
        }
        JsonNode oneOf = flat.remove("oneOf");
        JsonNode anyOf = flat.remove("anyOf");
        JsonNode choice = anyOf == null ? oneOf : anyOf;
        if (choice == null || !Alternatives.saysWhatItIs(choice)) {
            return List.of(flat);
        }
        List<ObjectNode> variants = new ArrayList<>();
        for (JsonNode branch : choice) {
            ObjectNode variant = flat.deepCopy();
            if (branch.isObject()) {
                allOf.merge(variant, allOf.flatten(branch, ""), "");
            }
            variants.addAll(variants(variant));
        }
        return variants;
    }
}
