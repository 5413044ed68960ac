package dev.gleaner.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SchemaPropertiesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROUNDS = 300;

    /** What Gemini's Schema message has and never refuses a schema for. */
    private static final Set<String> SENDABLE =
            Set.of(
                    "type",
                    "format",
                    "description",
                    "nullable",
                    "enum",
                    "items",
                    "properties",
                    "required",
                    "propertyOrdering",
                    "anyOf");

    /** What the API's reference lists for responseJsonSchema. */
    private static final Set<String> SENDABLE_AS_JSON_SCHEMA =
            Set.of(
                    "$defs",
                    "$ref",
                    "type",
                    "format",
                    "title",
                    "description",
                    "enum",
                    "items",
                    "prefixItems",
                    "anyOf",
                    "properties",
                    "additionalProperties",
                    "required",
                    "propertyOrdering");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final RandomSchemas schemas = new RandomSchemas(random);

    @BeforeEach
    void printSeed() {
        System.out.println("seed " + seed);
    }

    @Test
    void wireSchema_ofAnySchema_holdsSendableKeywordsOnly() throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            RandomSchemas.Sample sample = schemas.object(4);
            JsonNode wire = JSON.readTree(ResponseSchema.parse(sample.schema()).wireSchema());
            assertSendable(wire, sample.schema());
        }
    }

    @Test
    void jsonSchema_ofAnySchema_holdsSendableKeywordsOnly_andTakesTheInstance() throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            RandomSchemas.Sample sample = schemas.object(4);
            String wire =
                    ResponseSchema.parse(sample.schema(), ResponseSchema.Form.JSON_SCHEMA)
                            .wireSchema();
            assertSendableAsJsonSchema(JSON.readTree(wire), sample.schema());
            assertThat(AnswerValidator.forSchema(wire).check(sample.instance().toString()))
                    .as("seed %d, schema %s, sent %s", seed, sample.schema(), wire)
                    .isInstanceOf(AnswerCheck.Valid.class);
        }
    }

    @Test
    void check_instanceThatFits_isValid() {
        for (int i = 0; i < ROUNDS; i++) {
            RandomSchemas.Sample sample = schemas.object(4);
            String answer = sample.instance().toString();
            assertThat(validator(sample).check(answer))
                    .as("seed %d, schema %s", seed, sample.schema())
                    .isEqualTo(new AnswerCheck.Valid(answer, sample.instance()));
        }
    }

    @Test
    void check_requiredPropertyGone_isInvalid() {
        for (int i = 0; i < ROUNDS; i++) {
            RandomSchemas.Sample sample = schemas.object(3);
            ObjectNode broken = sample.instance().deepCopy();
            broken.remove("p0");
            assertThat(validator(sample).check(broken.toString()))
                    .as("seed %d, schema %s", seed, sample.schema())
                    .isInstanceOf(AnswerCheck.Invalid.class);
        }
    }

    @Test
    void check_valueOfAWrongKind_isInvalid() {
        for (int i = 0; i < ROUNDS; i++) {
            RandomSchemas.Sample sample = schemas.object(3);
            ObjectNode broken = sample.instance().deepCopy();
            broken.putObject("p0").putArray("none of the samples has this").addArray().addNull();
            String type = sample.schema().at("/properties/p0/type").asText("object");
            if (!type.equalsIgnoreCase("object")) {
                assertThat(validator(sample).check(broken.toString()))
                        .as("seed %d, schema %s", seed, sample.schema())
                        .isInstanceOf(AnswerCheck.Invalid.class);
            }
        }
    }

    @RepeatedTest(10)
    void check_textCutOrChanged_neverThrows() {
        RandomSchemas.Sample sample = schemas.object(4);
        AnswerValidator validator = validator(sample);
        String answer = sample.instance().toString();
        for (int i = 0; i < ROUNDS; i++) {
            StringBuilder text = new StringBuilder(answer);
            text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
            text.insert(random.nextInt(text.length()), "{}[]\",:\\`0e9".charAt(random.nextInt(12)));
            text.setLength(random.nextInt(text.length()) + 1);
            assertThat(validator.check(text.toString()))
                    .as("seed %d, text %s", seed, text)
                    .isNotNull();
        }
    }

    private static AnswerValidator validator(RandomSchemas.Sample sample) {
        return AnswerValidator.forSchema(ResponseSchema.parse(sample.schema()).validationSchema());
    }

    private void assertSendable(JsonNode wire, JsonNode source) {
        for (Map.Entry<String, JsonNode> field : wire.properties()) {
            assertThat(SENDABLE).as("seed %d, schema %s", seed, source).contains(field.getKey());
        }
        if (wire.has("anyOf")) {
            assertThat(wire.size()).as("seed %d, schema %s", seed, source).isEqualTo(1);
        } else {
            assertThat(wire.path("type").asText()).matches("[A-Z]+");
        }
        wire.path("anyOf").forEach(branch -> assertSendable(branch, source));
        wire.path("properties").forEach(property -> assertSendable(property, source));
        if (wire.has("items")) {
            assertSendable(wire.get("items"), source);
        }
    }

    private void assertSendableAsJsonSchema(JsonNode wire, JsonNode source) {
        for (Map.Entry<String, JsonNode> field : wire.properties()) {
            assertThat(SENDABLE_AS_JSON_SCHEMA)
                    .as("seed %d, schema %s", seed, source)
                    .contains(field.getKey());
        }
        for (String list : new String[] {"anyOf", "prefixItems", "properties", "$defs"}) {
            wire.path(list).forEach(below -> assertSendableAsJsonSchema(below, source));
        }
        for (String one : new String[] {"items", "additionalProperties"}) {
            if (wire.path(one).isObject()) {
                assertSendableAsJsonSchema(wire.get(one), source);
            }
        }
    }
}
