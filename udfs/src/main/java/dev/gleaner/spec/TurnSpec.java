package dev.gleaner.spec;

/** One question and its right answer, which the model sees before the record. */
public record TurnSpec(
        @Option(
                        value = "A question as a record could ask it.",
                        required = "write the user's turn",
                        fromFile = true)
                String user,
        @Option(
                        value = "The answer that would be right.",
                        required = "write the model's turn",
                        fromFile = true)
                String model) {}
