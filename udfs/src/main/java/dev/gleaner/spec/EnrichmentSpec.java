package dev.gleaner.spec;

import org.jspecify.annotations.Nullable;

/**
 * What a model is asked and how it is called, wherever the records come from and go to: what a job
 * and a query have in common. Valid, complete and with every default filled in.
 */
public record EnrichmentSpec(
        @Option("The model that is called and how to reach it.") ModelSpec model,
        @Option("How much the model thinks.") ThinkingSpec thinking,
        @Option("What the model is asked.") PromptSpec prompt,
        @Option("What the answer looks like.") OutputSpec output,
        @Option(value = "What the answer rests on.", optional = true)
                @Nullable GroundingSpec grounding,
        @Option("What the model may use while it answers.") ToolsSpec tools,
        @Option(value = "Where the files of answers go.", optional = true)
                @Nullable AttachmentsSpec attachments,
        @Option("How long and how often a record's call is tried.") CallSpec call,
        @Option("How many calls run at once.") AsyncSpec async,
        @Option("The quotas of the endpoint, which the job keeps by itself.") LimitsSpec limits,
        @Option("The money that the job may spend.") BudgetSpec budget) {}
