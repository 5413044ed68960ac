package dev.gleaner.benchmarks.contender;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.job.spec.JobSpec;
import dev.gleaner.job.spec.SpecException;
import dev.gleaner.job.spec.SpecLoader;
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
        JsonNode schema = spec.output().responseSchema();
        return new Question(
                spec.model().name(),
                Objects.requireNonNull(spec.prompt().system()),
                Objects.requireNonNull(spec.prompt().user()),
                schema.toString());
    }

    String about(String text) {
        return user.replace("{{text}}", text);
    }
}
