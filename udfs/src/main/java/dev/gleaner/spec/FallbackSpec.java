package dev.gleaner.spec;

import dev.gleaner.gemini.Auth;
import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.model.FallbackReason;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Another model for what the first does not answer. */
public record FallbackSpec(
        @Option(
                        value = "The model's id.",
                        required = "name a model",
                        pattern = "[A-Za-z0-9._-]+",
                        hint = EndpointSettings.MODEL_RULE)
                String name,
        @Option(value = "Address of its API, if it is not model.endpoint.", hidden = true)
                @Nullable URI endpoint,
        @Option(
                        value =
                                "Where its API key is, if it is not model.apiKey; must be said for"
                                        + " another host.",
                        hidden = true)
                @Nullable SecretReference apiKey,
        @Option(value = "The header that carries it, if it is not model.auth.", hidden = true)
                @Nullable Auth auth,
        @Option(value = "How much it thinks, if not as the first.", optional = true)
                @Nullable ThinkingSpec thinking,
        @Option(
                        "What brings calls here: the other answers nobody, is served no more, or"
                                + " refuses the record. All by default.")
                List<FallbackReason> reasons) {}
