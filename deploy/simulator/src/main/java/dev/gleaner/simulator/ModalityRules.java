package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.simulator.AnswerPlan.Form;
import dev.gleaner.simulator.AnswerPlan.ImagePlan;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What kinds of output a model makes. Stateless. */
final class ModalityRules {

    private static final String DEFAULT_RATIO = "1:1";

    private ModalityRules() {}

    /**
     * The picture that is wanted, null if none is. A model that makes pictures makes one unless
     * asked for text alone.
     */
    static @Nullable ImagePlan image(ModelTraits model, JsonNode config, Form form)
            throws RejectedRequestException {
        Set<String> wanted = new LinkedHashSet<>();
        Json.get(config, "responseModalities").forEach(each -> wanted.add(Json.upper(each)));
        wanted.remove("MODALITY_UNSPECIFIED");
        boolean beyond = wanted.contains("AUDIO") || wanted.contains("VIDEO");
        if (beyond || (wanted.contains("IMAGE") && !model.makesImages())) {
            throw refused(model, wanted);
        }
        boolean unsaid = wanted.isEmpty();
        if (!model.makesImages() || (unsaid && form != Form.TEXT) || isText(wanted)) {
            return null;
        }
        if (form != Form.TEXT) {
            throw invalid("JSON mode is not enabled for models/" + model.name());
        }
        JsonNode image = Json.get(config, "imageConfig");
        return new ImagePlan(
                unsaid || wanted.contains("TEXT"),
                Json.get(image, "aspectRatio").asText(DEFAULT_RATIO));
    }

    private static boolean isText(Set<String> wanted) {
        return wanted.equals(Set.of("TEXT"));
    }

    private static RejectedRequestException refused(ModelTraits model, Set<String> wanted) {
        String accepted = model.makesImages() ? "* TEXT\n* IMAGE\n* TEXT, IMAGE\n" : "* TEXT\n";
        return invalid(
                "The requested combination of response modalities (%s) is not supported by the model. models/%s accepts the following combination of response modalities:\n%s"
                        .formatted(String.join(", ", wanted), model.name(), accepted));
    }

    private static RejectedRequestException invalid(String message) {
        return new RejectedRequestException(GoogleErrors.invalid(message));
    }
}
