package dev.gleaner.benchmarks.contender;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.spec.JobSpec;
import dev.gleaner.spec.SpecException;
import dev.gleaner.spec.SpecLoader;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What is asked of every record, as constants of a program that somebody writes for this one
 * question. It is the example's, so that all contenders ask the same.
 *
 * @param model the model's id
 * @param system the system instruction
 * @param user the user message with {@code {{text}}} for the message
 * @param schema the answer's JSON Schema, as JSON
 */
record Question(String model, String system, String user, String schema) implements Serializable {

    static Question read(Path examples) throws SpecException {
        JobSpec spec = SpecLoader.load(examples.resolve("spec.yaml"), name -> null);
        JsonNode schema = spec.enrichment().output().responseSchema();
        return new Question(
                spec.enrichment().model().name(),
                Objects.requireNonNull(spec.enrichment().prompt().system()),
                Objects.requireNonNull(spec.enrichment().prompt().user()),
                schema.toString());
    }

    String about(String text) {
        return user.replace("{{text}}", text);
    }
}
