package dev.gleaner.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordType;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import java.util.HashSet;
import java.util.Set;

/**
 * The keyword {@code uniqueItems}, checked by the items' texts. The library puts the items
 * themselves into a hash set, which takes quadratic time for items of one hash code, such as {@code
 * [1,31]} and {@code [2,0]}; texts are ordered, too. Thread-safe.
 */
final class UniqueItems implements Keyword {
    private static final ObjectWriter TEXT =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build().writer();

    @Override
    public String getValue() {
        return KeywordType.UNIQUE_ITEMS.getValue();
    }

    @Override
    public KeywordValidator newValidator(
            SchemaLocation location, JsonNode node, Schema parent, SchemaContext context) {
        return new Validator(location, node);
    }

    private record Validator(SchemaLocation location, JsonNode node) implements KeywordValidator {
        @Override
        public void validate(
                ExecutionContext context, JsonNode value, JsonNode root, NodePath place) {
            if (node.booleanValue() && value.isArray() && hasTwins(value)) {
                context.addError(
                        Error.builder()
                                .keyword(getKeyword())
                                .schemaNode(node)
                                .schemaLocation(location)
                                .instanceLocation(place)
                                .evaluationPath(context.getEvaluationPath())
                                .build());
            }
        }

        private static boolean hasTwins(JsonNode items) {
            Set<String> seen = new HashSet<>();
            for (JsonNode item : items) {
                if (!seen.add(text(item))) {
                    return true;
                }
            }
            return false;
        }

        private static String text(JsonNode item) {
            try {
                return TEXT.writeValueAsString(item);
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException("a JSON node has a text", impossible);
            }
        }

        @Override
        public SchemaLocation getSchemaLocation() {
            return location;
        }

        @Override
        public String getKeyword() {
            return KeywordType.UNIQUE_ITEMS.getValue();
        }
    }
}
