package dev.gleaner.spec;

import java.util.List;
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
                                        + " what comes from the record, and {{field?}} for what may"
                                        + " be absent.",
                        fromFile = true)
                @Nullable String user,
        @Option("The user message in parts, with files, instead of user.") List<PartSpec> parts,
        @Option("Questions and right answers that the model sees before the record.")
                List<TurnSpec> turns,
        @Option(
                        value =
                                "Has the endpoint cache what all prompts share, for a price that"
                                        + " depends on time. Gemini wants some thousand tokens.",
                        optional = true)
                @Nullable CacheSpec cache) {}
