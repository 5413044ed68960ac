package dev.gleaner.simulator;

import dev.gleaner.simulator.AnswerPart.InlineData;
import dev.gleaner.simulator.AnswerPart.Text;
import dev.gleaner.simulator.AnswerPlan.ImagePlan;
import java.util.Base64;
import java.util.List;

/** A picture of one colour, which depends on the prompt, and words that go with it. Stateless. */
final class ImageParts {

    /** What Google counts for a picture of a million pixels. */
    static final int TOKENS = 1290;

    private static final int LONGEST_ECHO = 200;
    private static final int PIXELS = 4;

    private ImageParts() {}

    static List<AnswerPart> of(ImagePlan plan, PromptText prompt) {
        String[] ratio = plan.aspectRatio().split(":", 2);
        byte[] png =
                Png.plain(
                        PIXELS * Integer.parseInt(ratio[0]),
                        PIXELS * Integer.parseInt(ratio[1]),
                        (int) prompt.hash());
        AnswerPart image = new InlineData("image/png", Base64.getEncoder().encodeToString(png));
        return plan.withText()
                ? List.of(Text.of("A picture of: " + prompt.opening(LONGEST_ECHO)), image)
                : List.of(image);
    }
}
