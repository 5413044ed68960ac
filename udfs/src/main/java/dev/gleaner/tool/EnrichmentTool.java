package dev.gleaner.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletionStage;

/**
 * A function that the model may call while it answers, such as a look-up in a database. Found by
 * the {@link java.util.ServiceLoader}; made once for each subtask that names it, and used by many
 * calls at once, so it must be thread-safe.
 *
 * <p>In {@code gleaner-job.jar} and {@code gleaner-sql.jar} Jackson has another package, so that
 * one that runs beside such a jar must be compiled against it.
 */
public interface EnrichmentTool extends Closeable {

    /** Returns its name: letters, digits, {@code _ . : -}, at most 64, as the spec names it. */
    String name();

    /** Returns what the model is told of when to call it and what it returns. */
    String description();

    /** Returns a JSON Schema of its arguments, of type object. */
    JsonNode parameters();

    /**
     * Looks something up. Must not block: the thread serves other calls too.
     *
     * @param args what the model gave, which may not fit the schema
     * @return a JSON object for the model; if it fails, the model is told so and answers without
     */
    CompletionStage<JsonNode> call(JsonNode args);

    /** Lets go of connections and threads. */
    @Override
    default void close() throws IOException {}
}
