package dev.gleaner.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[1.10,1e3,1E-8,-0,-0.0,0.00000012,1e999999999,1e9999999999]}",
                "[12345678901234567890,9223372036854775807,2147483648,0,-1]",
                "[null,true,false,\"\",{},[]]",
                "null",
                "\"😀\""
            })
    void document_isWrittenAsItWasRead(String json) throws JsonProcessingException {
        assertThat(Json.read(json)).hasToString(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 2", "null null", "{\"a\":1}}", "[", "nul", "{\"a\":01}", "\uFEFF1"})
    void textThatIsNotOneDocument_isRefused(String text) {
        assertThatExceptionOfType(JsonProcessingException.class).isThrownBy(() -> Json.read(text));
        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> Json.readStrictly(text));
    }

    @Test
    void nothing_isMissing() throws JsonProcessingException {
        assertThat(Json.read(" ").isMissingNode()).isTrue();
    }

    @Test
    void nameThatIsThereTwice_isRefusedByTheStrictReaderAlone() throws JsonProcessingException {
        assertThat(Json.read("{\"a\":1,\"a\":2}").get("a").intValue()).isEqualTo(2);
        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> Json.readStrictly("{\"a\":1,\"a\":2}"));
    }

    @Test
    void limitsOfDocuments_areTheSameForBytesAndCharacters() throws IOException {
        assertSame("[".repeat(500) + "]".repeat(500), true);
        assertSame("[".repeat(501) + "]".repeat(501), false);
        assertSame("{\"" + "か".repeat(60_000) + "\":1}", true);
        assertSame("[\"" + "x".repeat(21_000_000) + "\"]", true);
    }

    private static void assertSame(String json, boolean taken) throws IOException {
        assertThat(isTaken(Json.documents().createParser(json))).isEqualTo(taken);
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        assertThat(isTaken(Json.documents().createParser(utf8))).isEqualTo(taken);
    }

    private static boolean isTaken(JsonParser parser) throws IOException {
        try (parser) {
            while (parser.nextToken() != null) {
                parser.getTextLength();
            }
            return true;
        } catch (JsonProcessingException refused) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "0.%s", "-%s.5", "1e%s"})
    void numberOfMoreThanAThousandCharacters_isRefused(String form) throws Exception {
        String longest = form.replace("%s", "9".repeat(1_002 - form.length()));
        assertThat(longest).hasSize(1_000);
        assertThat(Json.read(longest)).hasToString(longest);
        String longer = form.replace("%s", "9".repeat(1_003 - form.length()));
        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> Json.read(longer));
        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> Json.readStrictly(longer));
    }

    @Test
    void number_hasTheValueThatItsDigitsSay() throws JsonProcessingException {
        JsonNode number = Json.read("1.5e1");
        assertThat(number.isNumber()).isTrue();
        assertThat(number.asText()).isEqualTo("1.5e1");
        assertThat(number.decimalValue()).isEqualTo(new BigDecimal("15"));
        assertThat(number.doubleValue()).isEqualTo(15.0);
        assertThat(number.floatValue()).isEqualTo(15f);
        assertThat(number.longValue()).isEqualTo(15);
        assertThat(number.canConvertToExactIntegral()).isTrue();
        assertThat(Json.read("1.5").canConvertToExactIntegral()).isFalse();
    }

    @Test
    void numberBeyondAnyType_isNeverExpanded() throws JsonProcessingException {
        JsonNode number = Json.read("1e999999999");
        assertThat(number.doubleValue()).isInfinite();
        assertThat(number.canConvertToInt()).isFalse();
        assertThat(number.canConvertToExactIntegral()).isFalse();
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(number::bigIntegerValue);
    }
}
