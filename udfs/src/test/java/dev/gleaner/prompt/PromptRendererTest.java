package dev.gleaner.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gleaner.model.FailureKind;
import dev.gleaner.model.Prompt;
import dev.gleaner.model.PromptPart;
import dev.gleaner.model.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptRendererTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Say: {{text}}              | {\"text\":\"hi\"}               | Say: hi",
                "{{a.b}}-{{ a.b }}          | {\"a\":{\"b\":\"x\"}}           | x-x",
                "{{/a.b}}                   | {\"a.b\":\"dotted\"}            | dotted",
                "{{/list/1}}                | {\"list\":[\"p\",\"q\"]}        | q",
                "{{n}}                      | {\"n\":1.10}                    | 1.10",
                "{{n}}                      | {\"n\":12345678901234567890}    |"
                        + " 12345678901234567890",
                "{{o}}                      | {\"o\":{\"k\":[1,true]}}        | {\"k\":[1,true]}",
                "{{record}}                 | {\"n\": 1.0,  \"z\":2}          | {\"n\": 1.0, "
                        + " \"z\":2}",
                "{{/record}}                | {\"record\":\"field\"}          | field",
                "no placeholder             | {}                              | no placeholder",
            })
    void placeholder_isReplacedByWhatTheRecordSays(String template, String record, String text)
            throws PromptException {
        assertThat(render(RecordFormat.JSON, template, record)).isEqualTo(text);
    }

    @Test
    void recordText_isNeverReadAsTemplate() throws PromptException {
        assertThat(
                        render(
                                RecordFormat.JSON,
                                "{{a}} {{b}}",
                                "{\"a\":\"{{b}} ${HOME} \\\\\",\"b\":\"B\"}"))
                .isEqualTo("{{b}} ${HOME} \\ B");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":1}}",
                "{\"a\":1} {\"a\":2}",
                "\uFEFF",
                "\uFEFF\uFEFF{\"a\":1}",
                "nul",
                "'a'"
            })
    void record_thatIsNotOneJsonDocument_isInvalidJson(String record) {
        assertFails(RecordFormat.JSON, bytes(record), FailureKind.INVALID_JSON);
    }

    @Test
    void record_inUtf16_isInvalidJson() {
        assertFails(
                RecordFormat.JSON,
                "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE),
                FailureKind.INVALID_JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "TEXT"})
    void record_inLatin1_isInvalidEncoding(RecordFormat format) {
        assertFails(
                format,
                "{\"a\":\"Zürich\"}".getBytes(StandardCharsets.ISO_8859_1),
                FailureKind.INVALID_ENCODING);
    }

    @Test
    void text_withARealReplacementCharacter_isValid() throws PromptException {
        assertThat(render(RecordFormat.TEXT, "{{record}}", "a\uFFFDb")).isEqualTo("a\uFFFDb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"a\":null}"})
    void field_thatIsAbsentOrNull_isMissing(String record) {
        assertFails(RecordFormat.JSON, bytes(record), FailureKind.MISSING_FIELD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":\"\"}", "{\"a\":\" \\n\\t\"}"})
    void field_thatLeavesThePromptEmpty_asksNothing(String record) {
        assertFails(RecordFormat.JSON, bytes(record), FailureKind.EMPTY_PROMPT);
    }

    @Test
    void record_overTheLimit_isTooLarge() {
        assertFails(RecordFormat.JSON, new byte[101], FailureKind.RECORD_TOO_LARGE);
    }

    @Test
    void bytes_goIntoThePromptInBase64() throws PromptException {
        PromptRenderer renderer =
                new PromptRenderer(settings(RecordFormat.BYTES, "{{record}}", 10, false));
        assertThat(renderer.render(new byte[] {-1, 0, 1})).isEqualTo(Prompt.of("/wAB"));
    }

    @Test
    void recordThatIsNoObject_whereAFieldWillBeAdded_saysSo() {
        PromptRenderer renderer =
                new PromptRenderer(settings(RecordFormat.JSON, "{{record}}", 100, true));
        assertThatExceptionOfType(PromptException.class)
                .isThrownBy(() -> renderer.render(bytes("[1]")))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_AN_OBJECT))
                .withMessage("the record is a JSON array, and sink.layout: merge needs objects");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{\"a\":1}]              | a JSON array",
                "\"{\\\"a\\\":1}\"          | a JSON string that holds JSON (it was encoded twice)",
                "\"a\"                    | a JSON string",
                "\"7\"                    | a JSON string",
                "7                        | a JSON number",
                "true                     | a JSON boolean",
                "null                     | JSON's null"
            })
    void recordThatIsNoObject_whereAFieldIsNamed_saysWhatItIs(String record, String what) {
        for (String template : List.of("{{a}}", "{{a?}}", "{{record}}{{/a}}")) {
            assertThatExceptionOfType(PromptException.class)
                    .isThrownBy(() -> render(RecordFormat.JSON, template, record))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_AN_OBJECT))
                    .withMessage("the record is " + what + ", and the prompt names its field /a");
        }
    }

    @Test
    void recordThatIsAnArray_ofWhichAnElementIsNamed_isRendered() throws PromptException {
        assertThat(render(RecordFormat.JSON, "{{/0/a}}", "[{\"a\":1}]")).isEqualTo("1");
        assertFails(RecordFormat.JSON, "{{/1/a}}", bytes("[{\"a\":1}]"), FailureKind.MISSING_FIELD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}", "\u0001binary"})
    void recordWithConfluentsFraming_saysWhatItIs(String data) {
        assertThatExceptionOfType(PromptException.class)
                .isThrownBy(() -> render(RecordFormat.JSON, "{{a}}", "\0\0\0\1\7" + data))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.INVALID_JSON))
                .withMessageContaining("Confluent's wire format (schema id 263)")
                .withMessageContaining("plain JSON");
    }

    @Test
    void framedBytesThatAreNoUtf8_sayWhatTheyAre() {
        PromptRenderer renderer =
                new PromptRenderer(settings(RecordFormat.JSON, "{{a}}", 100, false));
        assertThatExceptionOfType(PromptException.class)
                .isThrownBy(() -> renderer.render(new byte[] {0, 0, 0, 0, 7, -2, 4}))
                .withMessageContaining("(schema id 7)");
    }

    @ParameterizedTest
    @CsvSource({
        "0.00000012",
        "1e3",
        "1E-8",
        "1.0",
        "1.10",
        "-0",
        "-0.0",
        "1e999999999",
        "1e9999999999"
    })
    void number_keepsItsDigits_whereverItStands(String number) throws PromptException {
        String record = "{\"n\": " + number + ", \"o\": {\"l\": [" + number + "]}}";
        assertThat(render(RecordFormat.JSON, "{{n}} {{o}}", record))
                .isEqualTo(number + " {\"l\":[" + number + "]}");
    }

    @Test
    void byteOrderMark_isNoPartOfTheRecord() throws PromptException {
        assertThat(render(RecordFormat.JSON, "{{a}}|{{record}}", "\uFEFF{\"a\":1}"))
                .isEqualTo("1|{\"a\":1}");
        assertThat(render(RecordFormat.TEXT, "{{record}}", "\uFEFFhi")).isEqualTo("hi");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "JSON; {\"a\":\"x\\ud83dy\\u0000\"}; x\uFFFDy\uFFFD",
                "JSON; {\"\\u0000\":[{\"a\":1}],\"a\":{\"\\udc00\":1}}; {\"\uFFFD\":1}",
                "TEXT; x\0y; x\uFFFDy"
            })
    void charactersThatNobodyCanStore_areReplaced_andThatIsTold(
            RecordFormat format, String record, String text) throws PromptException {
        String template = format == RecordFormat.JSON ? "{{a}}" : "{{record}}";
        Prompt prompt =
                new PromptRenderer(settings(format, template, 100, false)).render(bytes(record));
        assertThat(prompt).isEqualTo(new Prompt(List.of(new PromptPart.Text(text)), null, true));
    }

    @Test
    void invalidJson_isExplainedWithoutItsContent() {
        assertThatExceptionOfType(PromptException.class)
                .isThrownBy(() -> render(RecordFormat.JSON, "{{a}}", "{\"a\": secretword}"))
                .withMessageContaining("near character")
                .withMessageNotContaining("secretword");
    }

    @Test
    void jsonNestedTooDeeply_isInvalidJson() {
        PromptRenderer renderer =
                new PromptRenderer(settings(RecordFormat.JSON, "{{a}}", 10_000, false));
        String record = "{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}";
        assertThatExceptionOfType(PromptException.class)
                .isThrownBy(() -> renderer.render(bytes(record)))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.INVALID_JSON))
                .withMessageContaining("nested too deeply");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{a", "{{}}", "{{a..b}}", "{{ .a }}", "{{record?}}", "{{?}}"})
    void template_withABrokenPlaceholder_isRefused(String template) {
        assertThatIllegalArgumentException().isThrownBy(() -> PromptTemplate.parse(template));
    }

    @Test
    void template_withFieldsOfText_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(RecordFormat.TEXT, "{{a}}", 10, false))
                .withMessageContaining("source.format: json");
    }

    private static void assertFails(RecordFormat format, byte[] record, FailureKind kind) {
        assertFails(format, format == RecordFormat.JSON ? "{{a}}" : "{{record}}", record, kind);
    }

    private static void assertFails(
            RecordFormat format, String template, byte[] record, FailureKind kind) {
        PromptRenderer renderer = new PromptRenderer(settings(format, template, 100, false));
        assertThatExceptionOfType(PromptException.class)
                .isThrownBy(() -> renderer.render(record))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static PromptSettings settings(
            RecordFormat format, String template, int maxRecordBytes, boolean objectsOnly) {
        return new PromptSettings(
                format, List.of(PartSettings.text(template)), null, maxRecordBytes, objectsOnly);
    }

    private static String render(RecordFormat format, String template, String record)
            throws PromptException {
        Prompt prompt =
                new PromptRenderer(settings(format, template, 1_000, false)).render(bytes(record));
        return ((PromptPart.Text) prompt.parts().get(0)).text();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
