package dev.gleaner.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerValidatorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"string\"}|17|/: of the type string",
                "{\"type\":[\"string\",\"null\"]}|17|/: of the type string or null",
                "{\"enum\":[\"a\",2]}|\"secret\"|/: one of \"a\", 2",
                "{\"required\":[\"a\"]}|{}|/: with the property \"a\"",
                "{\"properties\":{\"a\":{\"maxLength\":3}}}|{\"a\":\"secret\"}|/a: at most 3"
                        + " characters",
                "{\"properties\":{\"a/~\":false}}|{\"a/~\":1}|/a~1~0: nothing at all",
                "{\"minLength\":30}|\"secret\"|/: at least 30 characters",
                "{\"items\":{\"minimum\":5}}|[7,4]|/1: at least 5",
                "{\"maximum\":5}|7|/: at most 5",
                "{\"exclusiveMinimum\":7}|7|/: more than 7",
                "{\"exclusiveMaximum\":7}|7|/: less than 7",
                "{\"multipleOf\":0.01}|0.123|/: a multiple of 0.01",
                "{\"minItems\":1}|[]|/: at least 1 item",
                "{\"maxItems\":2}|[1,2,3]|/: at most 2 items",
                "{\"uniqueItems\":true}|[1,1]|/: no item twice",
                "{\"minProperties\":1}|{}|/: at least 1 property",
                "{\"maxProperties\":0}|{\"secret\":1}|/: at most 0 properties",
                "{\"pattern\":\"^x\"}|\"secret\"|/: matching the regular expression ^x",
                "{\"format\":\"date\"}|\"secret\"|/: a date like 2026-01-31",
                "{\"format\":\"time\"}|\"24:00:00Z\"|/: a time like 12:30:00Z",
                "{\"format\":\"date-time\"}|\"2026-13-01T00:00:00Z\"|/: a date and time like"
                        + " 2026-01-31T12:30:00Z",
                "{\"format\":\"uuid\"}|\"secret\"|/: in the format uuid",
                "{\"additionalProperties\":false}|{\"secret\":1}|/: no properties but those of the"
                        + " schema",
                "{\"unevaluatedProperties\":false}|{\"secret\":1}|/: no properties but those of the"
                        + " schema",
                "{\"prefixItems\":[{}],\"items\":false}|[1,2]|/: no items but those of the schema",
                "{\"dependentRequired\":{\"a\":[\"b\"]}}|{\"a\":1}|/: with \"a\" also \"b\"",
                "{\"not\":{\"type\":\"number\"}}|1|/: nothing that fits the schema under not",
                "{\"oneOf\":[{},{}]}|1|/: exactly one of the alternatives of oneOf",
                "{\"contains\":{\"const\":1}}|[2]|/: as many items as the schema says under"
                        + " contains",
                "{\"propertyNames\":{\"maxLength\":2}}|{\"secret\":1}|/: what the schema says under"
                        + " propertyNames",
                "{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]}}|{\"a\":1}|/: with"
                        + " the property \"b\"",
                "{\"patternProperties\":{\"^a\":{\"type\":\"null\"}}}|{\"ab\":1}|/ab: of the type"
                        + " null",
            })
    void check_violation_namesPlaceAndDemand(String schema, String answer, String expected) {
        assertThat(AnswerValidator.forSchema(schema).check(answer))
                .asInstanceOf(type(AnswerCheck.Invalid.class))
                .satisfies(
                        invalid ->
                                assertThat(invalid.summary())
                                        .isEqualTo(expected)
                                        .doesNotContain("secret"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"integer\"}|1.0",
                "{\"type\":\"integer\"}|123456789012345678901234567890",
                "{\"type\":\"number\"}|1e400",
                "{\"enum\":[1]}|1.0",
                "{\"type\":[\"string\",\"null\"],\"enum\":[\"a\",null]}|null",
                "{\"format\":\"date-time\"}|\"2026-01-31T12:30:00+01:00\"",
                "{\"format\":\"date\"}|\"2024-02-29\"",
                "{\"format\":\"int32\"}|1",
                "{\"maxLength\":2}|\"\uD83D\uDE00\uD83D\uDE00\"",
                "{\"pattern\":\"^\\\\p{Letter}+$\"}|\"äb\"",
                "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"number\"}]}|1",
            })
    void check_asDemanded_isValid(String schema, String answer) {
        assertValid(AnswerValidator.forSchema(schema).check(answer), answer);
    }

    @Test
    void forSchema_remoteReference_isRefusedAndNotFetched() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    requests.incrementAndGet();
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/s.json";
            String schema = "{\"properties\":{\"a\":{\"$ref\":\"" + url + "\"}}}";
            assertThatThrownBy(() -> AnswerValidator.forSchema(schema))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(requests).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{\"$ref\":\"classpath:schema/conversions.json\"}",
                "{\"$schema\":\"https://example.org/own\"}",
                "{\"pattern\":\"(\"}",
                "{\"maximum\":\"x\"}"
            })
    void forSchema_unusable_isRefused(String schema) {
        assertThatThrownBy(() -> AnswerValidator.forSchema(schema))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertValid(AnswerCheck check, String json) {
        assertThat(check)
                .asInstanceOf(type(AnswerCheck.Valid.class))
                .extracting(AnswerCheck.Valid::json)
                .isEqualTo(json);
    }

    @Test
    void answerNestedDeeperThanTheStack_isAViolationAndNoError() throws Exception {
        AnswerValidator validator =
                AnswerValidator.forSchema(
                        """
                        {"$ref": "#/$defs/part", "$defs": {"part": {"type": "object", "properties": {
                        "in": {"anyOf": [{"$ref": "#/$defs/part"}, {"type": "null"}]}}}}}
                        """);
        String answer = "{\"in\":".repeat(490) + "null" + "}".repeat(490);

        FutureTask<AnswerCheck> check = new FutureTask<>(() -> validator.check(answer));
        new Thread(null, check, "small stack", 144 << 10).start();

        assertThat(check.get(30, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        AnswerCheck.Invalid.class,
                        invalid ->
                                assertThat(invalid.summary()).isEqualTo("/: nested less deeply"));
        assertThat(validator.check("{\"in\":{\"in\":null}}")).isInstanceOf(AnswerCheck.Valid.class);
    }
}
