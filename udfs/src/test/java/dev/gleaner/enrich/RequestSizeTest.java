package dev.gleaner.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.model.Prompt;
import dev.gleaner.model.PromptPart;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestSizeTest {
    private static final byte[] BODY = new byte[100_000];
    private static final int FILE = 48_000;

    @ParameterizedTest
    @CsvSource({
        "audio/wav, true",
        "Audio/MP3, true",
        "video/mp4, true",
        "image/png, false",
        "application/pdf, false"
    })
    void fileThatMayHoldSound_isAllSound(String mimeType, boolean sound) {
        RequestSize bytes = size(new PromptPart.Bytes(mimeType, new byte[FILE]));
        RequestSize base64 = size(new PromptPart.Base64(mimeType, "A".repeat(FILE / 3 * 4)));
        RequestSize remote = size(new PromptPart.File(mimeType, "gs://b/f"));

        assertThat(List.of(bytes, base64, remote))
                .allSatisfy(
                        size ->
                                assertThat(size.soundTokens())
                                        .isEqualTo(sound ? size.fileTokens() : 0));
        assertThat(base64).isEqualTo(bytes);
    }

    @Test
    void soundBesideOtherFiles_isAPartOfThem() {
        PromptPart sound = new PromptPart.Bytes("audio/wav", new byte[FILE]);
        PromptPart image = new PromptPart.Bytes("image/png", new byte[FILE]);

        RequestSize both = size(new PromptPart.Text("What is it?"), sound, image).plusText(7);

        assertThat(both.soundTokens()).isEqualTo(size(sound).fileTokens());
        assertThat(both.fileTokens())
                .isEqualTo(size(sound).fileTokens() + size(image).fileTokens());
    }

    private static RequestSize size(PromptPart... parts) {
        return RequestSize.of(BODY, new Prompt(List.of(parts), null));
    }
}
