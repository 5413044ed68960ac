package dev.gleaner.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gleaner.model.FailureKind;
import dev.gleaner.model.Prompt;
import dev.gleaner.model.PromptPart;
import dev.gleaner.model.RecordFormat;
import dev.gleaner.prompt.PartSettings.Source;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts that are more than text. */
class PromptPartsTest {
    private static final PartSettings PHOTO =
            new PartSettings(Source.BASE64, "photo", "image/png", null, 10, false);

    @Test
    void parts_comeInTheirOrder() throws PromptException {
        Prompt prompt =
                json(
                        "{\"a\":\"x\",\"photo\":\"AAEC\"}",
                        PartSettings.text("Look: {{a}}"),
                        PHOTO,
                        PartSettings.text("What is it?"));
        assertThat(prompt.parts())
                .containsExactly(
                        new PromptPart.Text("Look: x"),
                        new PromptPart.Base64("image/png", "AAEC"),
                        new PromptPart.Text("What is it?"));
    }

    @Test
    void textThatARecordLeavesEmpty_isNotSent() throws PromptException {
        PartSettings note = PartSettings.text("{{note?}}");
        assertThat(json("{\"photo\":\"AAEC\"}", note, PHOTO).parts())
                .containsExactly(new PromptPart.Base64("image/png", "AAEC"));
        assertThat(json("{\"note\":\" \",\"photo\":\"AAEC\"}", note, PHOTO).parts()).hasSize(2);
    }

    @Test
    void dataUrl_namesItsType_andTheSettingsOverruleIt() throws PromptException {
        String record = "{\"photo\":\"data:image/webp;q=1;base64,AAEC\"}";
        PartSettings open = new PartSettings(Source.BASE64, "photo", null, null, 10, false);
        assertThat(json(record, open).parts())
                .containsExactly(new PromptPart.Base64("image/webp", "AAEC"));
        assertThat(json(record, PHOTO).parts())
                .containsExactly(new PromptPart.Base64("image/png", "AAEC"));
    }

    @Test
    void mimeTypeField_namesTheType_andTheFixedOneStandsIn() throws PromptException {
        PartSettings part =
                new PartSettings(Source.BASE64, "photo", "image/png", "type", 10, false);
        assertThat(json("{\"photo\":\"AAEC\",\"type\":\"image/gif\"}", part).parts())
                .containsExactly(new PromptPart.Base64("image/gif", "AAEC"));
        assertThat(json("{\"photo\":\"AAEC\"}", part).parts())
                .containsExactly(new PromptPart.Base64("image/png", "AAEC"));
    }

    @Test
    void lineBreaksOfMime_areTakenOut() throws PromptException {
        assertThat(json("{\"photo\":\"AA\\r\\nEC \"}", PHOTO).parts())
                .containsExactly(new PromptPart.Base64("image/png", "AAEC"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AA=A", "AAEC=", "ÄÄEC", "AA*C", "====", ""})
    void whatIsNoFile_isAnInvalidPart(String base64) {
        assertThatExceptionOfType(PromptException.class)
                .isThrownBy(() -> json("{\"photo\":\"" + base64 + "\"}", PHOTO))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.INVALID_PART));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234", "true", "{\"a\":1}", "[\"AAEC\"]"})
    void whatIsNoText_isAnInvalidPart_thoughItsDigitsAreBase64(String value) {
        assertThatExceptionOfType(PromptException.class)
                .isThrownBy(() -> json("{\"photo\":" + value + "}", PHOTO))
                .withMessage("the field /photo is no text")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.INVALID_PART));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data:image/png,AAEC", "data:", "data:;base64,AAEC"})
    void dataUrl_withoutBase64OrType_isAnInvalidPart(String url) {
        PartSettings open = new PartSettings(Source.BASE64, "photo", null, null, 10, false);
        assertThatExceptionOfType(PromptException.class)
                .isThrownBy(() -> json("{\"photo\":\"" + url + "\"}", open))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.INVALID_PART));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"type\":null}", "{\"type\":\"png\"}", "{\"type\":7}"})
    void mimeTypeFieldThatNamesNone_isAnInvalidPart(String record) {
        PartSettings part = new PartSettings(Source.URI, "gs://b/x", null, "type", 0, false);
        assertThatExceptionOfType(PromptException.class)
                .isThrownBy(() -> json(record, part))
                .withMessageContaining("/type")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.INVALID_PART));
    }

    @Test
    void optionalUri_isLeftOutWithItsField() throws PromptException {
        PartSettings part =
                new PartSettings(Source.URI, "gs://b/{{id}}", "image/png", null, 0, true);
        assertThat(json("{}", PartSettings.text("x"), part).parts())
                .containsExactly(new PromptPart.Text("x"));
    }

    @Test
    void decodedSize_isThatOfTheBytes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            for (Base64.Encoder encoder :
                    List.of(Base64.getEncoder(), Base64.getUrlEncoder().withoutPadding())) {
                assertThat(Base64Text.decodedSize(encoder.encodeToString(bytes)))
                        .as("seed %d", seed)
                        .isEqualTo(bytes.length);
            }
        }
    }

    @Test
    void fileBeyondItsBound_isTooLarge_andTheFieldIsNamed() {
        String base64 = Base64.getEncoder().encodeToString(new byte[11]);
        assertThatExceptionOfType(PromptException.class)
                .isThrownBy(() -> json("{\"photo\":\"" + base64 + "\"}", PHOTO))
                .withMessageContaining("/photo has 11 bytes, and its maxBytes is 10")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.RECORD_TOO_LARGE));
    }

    @Test
    void fileOfMoreThan20MillionCharacters_isSentToo() throws PromptException {
        PartSettings large =
                new PartSettings(Source.BASE64, "photo", "image/png", null, 16 << 20, false);
        String record = "{\"photo\":\"" + "A".repeat(20_000_004) + "\"}";
        PromptSettings settings =
                new PromptSettings(RecordFormat.JSON, List.of(large), null, 32 << 20, false);
        Prompt prompt =
                new PromptRenderer(settings).render(record.getBytes(StandardCharsets.UTF_8));
        assertThat(prompt.parts()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"photo\":null}"})
    void absentFile_isAMissingField_unlessItIsOptional(String record) throws PromptException {
        assertThatExceptionOfType(PromptException.class)
                .isThrownBy(() -> json(record, PHOTO))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.MISSING_FIELD));
        PartSettings optional =
                new PartSettings(Source.BASE64, "photo", "image/png", null, 10, true);
        assertThat(json(record, PartSettings.text("x"), optional).parts())
                .containsExactly(new PromptPart.Text("x"));
        assertThatExceptionOfType(PromptException.class)
                .isThrownBy(() -> json(record, optional))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.MISSING_FIELD));
    }

    @Test
    void uri_isATemplate() throws PromptException {
        PartSettings part =
                new PartSettings(
                        Source.URI, "gs://b/{{id}}.pdf", "application/pdf", null, 0, false);
        assertThat(json("{\"id\":7}", part).parts())
                .containsExactly(new PromptPart.File("application/pdf", "gs://b/7.pdf"));
        assertThatExceptionOfType(PromptException.class)
                .isThrownBy(() -> json("{\"id\":\"a b\"}", part))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.INVALID_PART));
    }

    @Test
    void record_isTheFile() throws PromptException {
        byte[] record = {-1, 0, 1};
        PromptRenderer renderer =
                new PromptRenderer(
                        settings(
                                RecordFormat.BYTES,
                                null,
                                PartSettings.text("What is it?"),
                                new PartSettings(Source.RECORD, "", "image/png", null, 3, false)));
        assertThat(renderer.render(record).parts().get(1))
                .isInstanceOfSatisfying(
                        PromptPart.Bytes.class,
                        file -> {
                            assertThat(file.data()).isSameAs(record);
                            assertThat(file.mimeType()).isEqualTo("image/png");
                        });
        assertThatExceptionOfType(PromptException.class)
                .isThrownBy(() -> renderer.render(new byte[4]))
                .withMessage("the record as a file has 4 bytes, and its maxBytes is 3")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.RECORD_TOO_LARGE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"lat\":48.1,\"lng\":11.5}          | 48.1 | 11.5",
                "{\"lat\":\"-48.1\",\"lng\":\"180\"} | -48.1 | 180"
            })
    void place_isReadFromItsFields(String record, double latitude, double longitude)
            throws PromptException {
        assertThat(placed(record).place()).isEqualTo(new Prompt.Place(latitude, longitude));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"lat\":48.1}               | MISSING_FIELD",
                "{\"lat\":91,\"lng\":11.5}    | INVALID_PART",
                "{\"lat\":\"x\",\"lng\":11.5} | INVALID_PART",
                "{\"lat\":1,\"lng\":-180.1}   | INVALID_PART"
            })
    void placeThatIsNone_isTheRecordsFault(String record, FailureKind kind) {
        assertThatExceptionOfType(PromptException.class)
                .isThrownBy(() -> placed(record))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a{{x?}}b          | {}           | ab",
                "a{{x?}}b          | {\"x\":1}    | a1b",
                "a{{ o.x ? }}b     | {\"o\":null} | ab",
                "{{\"{{\"}}x}}     | {}           | {{x}}"
            })
    void template_hasOptionalFields_andLiteralBraces(String template, String record, String text)
            throws PromptException {
        assertThat(json(record, PartSettings.text(template)).parts())
                .containsExactly(new PromptPart.Text(text));
    }

    @Test
    void settingsThatNameFields_needJson() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(RecordFormat.BYTES, null, PHOTO))
                .withMessageContaining("source.format: json");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new PromptRenderer(
                                        settings(
                                                RecordFormat.BYTES,
                                                null,
                                                new PartSettings(
                                                        Source.RECORD, "", "png", null, 1, false))))
                .withMessageContaining("\"png\" is no mime type");
    }

    private static Prompt placed(String record) throws PromptException {
        return new PromptRenderer(
                        settings(
                                RecordFormat.JSON,
                                new PlaceSettings("lat", "lng"),
                                PartSettings.text("x")))
                .render(record.getBytes(StandardCharsets.UTF_8));
    }

    private static Prompt json(String record, PartSettings... parts) throws PromptException {
        return new PromptRenderer(settings(RecordFormat.JSON, null, parts))
                .render(record.getBytes(StandardCharsets.UTF_8));
    }

    private static PromptSettings settings(
            RecordFormat format, @Nullable PlaceSettings place, PartSettings... parts) {
        return new PromptSettings(format, List.of(parts), place, 1_000, false);
    }
}
