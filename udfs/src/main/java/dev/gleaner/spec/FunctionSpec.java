package dev.gleaner.spec;

import org.jspecify.annotations.Nullable;

/** The function whose arguments are the answer. */
public record FunctionSpec(
        @Option(
                        value = "Its name, as the model sees it.",
                        defaultValue = "record_answer",
                        pattern = "[A-Za-z_][A-Za-z0-9_.:-]{0,63}")
                String name,
        @Option("What the model is told of it.") @Nullable String description) {}
