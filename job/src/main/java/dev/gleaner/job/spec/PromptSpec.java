package dev.gleaner.job.spec;

import org.jspecify.annotations.Nullable;

/** The texts that make a prompt, with files already read. */
public record PromptSpec(
        @Option(
                        value =
                                "System instruction, the same for every record: text or {file:"
                                        + " path}.",
                        fromFile = true)
                @Nullable String system,
        @Option(
                        value =
                                "Template of the user message: text or {file: path}, with"
                                        + " {{path.to.field}}, {{/json/pointer}} and {{record}} for"
                                        + " what comes from the record.",
                        required = "say what to ask, such as \"Classify: {{record}}\"",
                        fromFile = true)
                String user) {}
