package dev.gleaner.spec;

/** What the model may use while it answers. */
public record ToolsSpec(
        @Option(value = "Whether it may run code of its own, at Google.", defaultValue = "false")
                boolean codeExecution,
        @Option("Functions that the job calls for it.") FunctionsSpec functions) {}
