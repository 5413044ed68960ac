package dev.gleaner.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecSchemaTest {
    private static final Path FILE = Path.of("../job/gleaner-spec.schema.json");

    private final Schema schema =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(SpecSchema.text());

    private List<Error> errors(String yaml) {
        return schema.validate(yaml, InputFormat.YAML);
    }

    /** Writes the file anew when run with {@code -Dgleaner.update=true}. */
    @Test
    void checkedInFile_isUpToDate() throws IOException {
        if (Boolean.getBoolean("gleaner.update")) {
            Files.writeString(FILE, SpecSchema.text());
        }
        assertThat(FILE)
                .as(
                        "is stale; run: mvn -pl udfs test -Dtest=SpecSchemaTest"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -Dgleaner.update=true")
                .hasContent(SpecSchema.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal.yaml", "complete.yaml", "capabilities.yaml"})
    void validSpec_isAccepted(String name) {
        assertThat(errors(Specs.read(name))).isEmpty();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("name: tiny", "name: tiny\ncolour: red"),
                arguments("name: tiny", "name: Tiny"),
                arguments("name: tiny", ""),
                arguments("topic: out", "topic: out\n  topcis: a"),
                arguments("topic: out", "topic: out\n  layout: enveloppe"),
                arguments("topicPattern: in-.*", "topics: in"),
                arguments("topicPattern: in-.*", "topics: []"),
                arguments("topicPattern: in-.*", "topics: [a]\n  startFrom: yesterday"),
                arguments("topicPattern: in-.*", "topics: [a]\n  maxRecordBytes: 4"),
                arguments("topicPattern: in-.*", "topics: [a]\n  properties: {a: [b]}"),
                arguments("file:/run/secrets/key", "AIzaHunter2"),
                arguments("file:/run/secrets/key", "${KEY}"),
                arguments("name: tiny", "name: tiny\ncall: {maxAttempts: 21}"),
                arguments("name: tiny", "name: tiny\ncall: {repair: perhaps}"),
                arguments("name: tiny", "name: tiny\nlimits: {requestsPerDay: 1000000000001}"),
                arguments("name: tiny", "name: tiny\nbudget: {usdPerDay: 0}"),
                arguments("name: tiny", "name: tiny\nbudget: {prices: {}}"),
                arguments("\"{{record}}\"", "{path: a}"),
                arguments("name: tiny", "name: tiny\nthinking: {level: deep}"),
                arguments("name: tiny", "name: tiny\nthinking: {budget: -2}"),
                arguments("name: tiny", "name: tiny\ngrounding: {required: true}"),
                arguments("prompt:", "prompt:\n  turns: [{user: a}]"),
                arguments("prompt:", "prompt:\n  turns: {user: a, model: b}"),
                arguments("model:", "model:\n  fallbacks: [{name: a, reasons: [always]}]"),
                arguments("model:", "model:\n  safetySettings: [{category: A}]"),
                arguments("output:", "output:\n  values: []"),
                arguments("{type: STRING}", "[a]"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void invalidSpec_isRejectedByTheSchemaAndTheLoader(String text, String replacement) {
        String yaml = Specs.minimal(text, replacement);

        assertThat(errors(yaml)).isNotEmpty();
        assertThat(Specs.refusal(yaml)).isNotEmpty();
    }

    @Test
    void variable_canStandForEveryTypeOfValue() {
        String yaml =
                Specs.read("minimal.yaml")
                        + "call: {maxAttempts: '${A}', repair: '${B}', deadline: '${C}'}\n";

        assertThat(errors(yaml.replace("topic: out", "topic: ${T}\n  layout: ${L}"))).isEmpty();
    }

    @Test
    void everyOption_hasADescription() {
        assertThat(OptionPath.all()).hasSizeGreaterThan(30);
        assertThat(OptionPath.all()).allSatisfy(o -> assertThat(o.description()).endsWith("."));
    }

    @Test
    void everyDefault_isAValidValue() {
        assertThat(OptionPath.all().filter(o -> !o.defaultValue().isEmpty()))
                .allSatisfy(
                        o -> {
                            Object value = ValueReader.parse(o, o.defaultValue());
                            assertThat(value).as(o.path()).isNotNull();
                            assertThat(value == null || o.isOutOfRange(value)).isFalse();
                        });
    }
}
