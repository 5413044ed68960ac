package dev.gleaner.spec;

import org.jspecify.annotations.Nullable;

/** What answers rest on. */
public record GroundingSpec(
        @Option(
                        value = "Where the model looks things up.",
                        required = "write google-search, google-maps or url-context")
                GroundingTool tool,
        @Option(
                        value = "Whether an answer without sources is a dead letter.",
                        defaultValue = "false")
                boolean required,
        @Option(
                        value =
                                "Whether JSON is asked for in a second request, made from the prose"
                                        + " of the first. Auto does so wherever one request loses"
                                        + " the sources.",
                        defaultValue = "auto")
                GroundingSteps steps,
        @Option(value = "Where the record is from, for google-maps.", optional = true)
                @Nullable LocationSpec location) {}
