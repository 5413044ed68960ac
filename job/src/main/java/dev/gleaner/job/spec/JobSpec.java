package dev.gleaner.job.spec;

import org.jspecify.annotations.Nullable;

/** One job, as its spec file describes it: valid, complete and with every default filled in. */
public record JobSpec(
        @Option(
                        value =
                                "Names the job. The consumer group and the prefix of transactional"
                                        + " ids are derived from it, so a new name starts anew.",
                        required = "give the job a name, such as \"bank-messages\"",
                        pattern = "[a-z0-9][a-z0-9._-]*")
                String name,
        @Option("Where the records come from.") SourceSpec source,
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
        @Option("The money that the job may spend.") BudgetSpec budget,
        @Option("Where enriched records go.") SinkSpec sink,
        @Option(
                        "Where the records go that could not be enriched. Same brokers, properties"
                                + " and delivery as the sink.")
                DeadLetterSpec deadLetter) {}
