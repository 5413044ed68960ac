package dev.gleaner.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.model.Prompt;
import dev.gleaner.model.PromptPart;
import dev.gleaner.model.RecordFormat;
import dev.gleaner.prompt.PartSettings;
import dev.gleaner.prompt.PartSettings.Source;
import dev.gleaner.prompt.PlaceSettings;
import dev.gleaner.prompt.PromptSettings;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanaryPromptTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JSON | {{a}} and {{b.c}} | test and test",
                "JSON | {{/items/0/name}}, {{/a~1b}} | test, test",
                "JSON | {{a.b}} of {{a}} | test of {\"b\":\"test\"}",
                "JSON | {{a}} of {{a.b}} | {\"b\":\"test\"} of test",
                "JSON | x{{a?}}y | xy",
                "JSON | {{a?}} | test",
                "TEXT | Classify: {{record}} | Classify: test",
                "BYTES | {{record}} | dGVzdA==",
            })
    void everyFieldThatATemplateNeeds_isTest(RecordFormat format, String template, String text) {
        assertThat(of(format, null, PartSettings.text(template)).parts())
                .containsExactly(new PromptPart.Text(text));
    }

    @Test
    void pictures_areOnePixel_andOtherFilesAreAbsent() throws Exception {
        Prompt prompt =
                of(
                        RecordFormat.JSON,
                        null,
                        file(Source.BASE64, "a", null, false),
                        PartSettings.text("x"),
                        file(Source.URI, "gs://{{b}}", "image/jpeg", false),
                        file(Source.URI, "gs://{{b}}", "application/pdf", false),
                        file(Source.BASE64, "c", "image/png", true));

        assertThat(prompt.parts()).hasSize(3);
        assertThat(prompt.parts().get(1)).isEqualTo(new PromptPart.Text("x"));
        PromptPart.Base64 picture = (PromptPart.Base64) prompt.parts().get(2);
        assertThat(picture.mimeType()).isEqualTo("image/png");
        byte[] png = Base64.getDecoder().decode(picture.base64());
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(1);
    }

    @Test
    void promptOfNothingElse_isAWord() {
        assertThat(of(RecordFormat.BYTES, null, file(Source.RECORD, "", "audio/wav", false)))
                .isEqualTo(Prompt.of("test"));
    }

    @Test
    void place_isGiven_ifRecordsHaveOne() {
        assertThat(
                        of(
                                        RecordFormat.JSON,
                                        new PlaceSettings("lat", "lng"),
                                        PartSettings.text("x"))
                                .place())
                .isNotNull();
    }

    private static PartSettings file(
            Source source, String value, @Nullable String mimeType, boolean optional) {
        return new PartSettings(source, value, mimeType, null, 1_000, optional);
    }

    private static Prompt of(
            RecordFormat format, @Nullable PlaceSettings place, PartSettings... parts) {
        return CanaryPrompt.of(new PromptSettings(format, List.of(parts), place, 1, false));
    }
}
