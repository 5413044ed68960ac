package dev.gleaner.simulator;

import static dev.gleaner.simulator.Asked.GEMINI_2;
import static dev.gleaner.simulator.Asked.GEMINI_3;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class OutputTest {

    private static final String PAINTER = "gemini-3-pro-image-preview";
    private static final String IMAGE =
            ",\"generationConfig\":{\"responseModalities\":[\"IMAGE\"],\"imageConfig\":{\"aspectRatio\":\"16:9\"}}";

    @Test
    void image_isARealPictureOfTheWantedShape() throws IOException {
        JsonNode answer = Asked.answer(PAINTER, Asked.text("a cat", IMAGE));
        assertThat(Asked.parts(answer)).hasSize(1);
        JsonNode data = Asked.parts(answer).get(0).path("inlineData");
        assertThat(data.path("mimeType").asText()).isEqualTo("image/png");
        BufferedImage image = read(data);
        assertThat(image.getWidth()).isEqualTo(64);
        assertThat(image.getHeight()).isEqualTo(36);
        JsonNode usage = answer.path("usageMetadata");
        assertThat(usage.at("/candidatesTokensDetails/0/modality").asText()).isEqualTo("IMAGE");
        assertThat(usage.path("candidatesTokenCount").asInt()).isEqualTo(1290);
    }

    @Test
    void image_hasRightCheckSums() {
        ByteBuffer png = ByteBuffer.wrap(Png.plain(3, 2, 0x123456)).position(8);
        while (png.hasRemaining()) {
            int length = png.getInt();
            CRC32 sum = new CRC32();
            sum.update(png.array(), png.position(), 4 + length);
            png.position(png.position() + 4 + length);
            assertThat(png.getInt()).isEqualTo((int) sum.getValue());
        }
    }

    @Test
    void image_dependsOnThePrompt() throws IOException {
        String one = IMAGE;
        BufferedImage cat =
                read(
                        Asked.parts(Asked.answer(PAINTER, Asked.text("a cat", one)))
                                .get(0)
                                .path("inlineData"));
        BufferedImage dog =
                read(
                        Asked.parts(Asked.answer(PAINTER, Asked.text("a dog", one)))
                                .get(0)
                                .path("inlineData"));
        assertThat(cat.getRGB(0, 0)).isNotEqualTo(dog.getRGB(0, 0));
    }

    @Test
    void image_unsaidOrWithText_hasWordsToo() {
        JsonNode unsaid = Asked.parts(Asked.answer(PAINTER, Asked.text("a cat", "")));
        assertThat(unsaid.get(0).path("text").asText()).isEqualTo("A picture of: a cat");
        assertThat(unsaid.get(1).has("inlineData")).isTrue();
        String both = ",\"generationConfig\":{\"responseModalities\":[\"Text\",\"Image\"]}";
        assertThat(Asked.parts(Asked.answer(PAINTER, Asked.text("a cat", both)))).hasSize(2);
        String text = ",\"generationConfig\":{\"responseModalities\":[\"TEXT\"]}";
        assertThat(Asked.parts(Asked.answer(PAINTER, Asked.text("a cat", text)))).hasSize(1);
    }

    @Test
    void image_ofAModelWithoutPictures_isRefused() {
        assertThat(Asked.refusal(GEMINI_3, Asked.text("a cat", IMAGE)))
                .isEqualTo(
                        "The requested combination of response modalities (IMAGE) is not supported"
                                + " by the model. models/gemini-3.5-flash accepts the following"
                                + " combination of response modalities:\n* TEXT\n");
        assertThat(Asked.refusal(PAINTER, Asked.text("a cat", IMAGE.replace("IMAGE", "AUDIO"))))
                .contains("(AUDIO) is not supported");
        assertThat(
                        Asked.refusal(
                                PAINTER,
                                Asked.text(
                                        "a cat",
                                        IMAGE.replace(
                                                "{\"res",
                                                "{\"responseMimeType\":\"application/json\",\"res"))))
                .startsWith("JSON mode is not enabled");
    }

    @Test
    void codeExecution_showsCodeAndWhatItPrinted() {
        JsonNode parts =
                Asked.parts(
                        Asked.answer(
                                GEMINI_2,
                                Asked.text("abc 😀", ",\"tools\":[{\"codeExecution\":{}}]")));
        assertThat(parts).hasSize(4);
        assertThat(parts.get(0).has("text")).isTrue();
        assertThat(parts.get(1).at("/executableCode/language").asText()).isEqualTo("PYTHON");
        assertThat(parts.get(1).at("/executableCode/code").asText())
                .isEqualTo("print(len(\"abc 😀\"))\n");
        assertThat(parts.get(2).at("/codeExecutionResult/outcome").asText())
                .isEqualTo("OUTCOME_OK");
        assertThat(parts.get(2).at("/codeExecutionResult/output").asText()).isEqualTo("5\n");
        assertThat(parts.get(3).path("text").asText()).startsWith("You wrote: abc");
    }

    @Test
    void codeExecution_withJson_keepsTheTextPureJson() {
        String rest =
                ",\"tools\":[{\"codeExecution\":{}}],\"generationConfig\":{\"responseMimeType\":\"application/json\"}";
        JsonNode parts = Asked.parts(Asked.answer(GEMINI_3, Asked.text("abc", rest)));
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.path("text").asText("")));
        assertThat(parts).hasSize(3);
        assertThat(Caller.json(text.toString()).path("answer").asText()).isEqualTo("abc");
    }

    private static BufferedImage read(JsonNode data) throws IOException {
        byte[] bytes = Base64.getDecoder().decode(data.path("data").asText());
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }
}
