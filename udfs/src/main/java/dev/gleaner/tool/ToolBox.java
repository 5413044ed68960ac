package dev.gleaner.tool;

import java.util.List;
import java.util.function.Consumer;

/**
 * The functions that the model may call, ready to be called. One for each subtask; many calls may
 * use it at once. Thread-safe.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class ToolBox implements AutoCloseable {

    private ToolBox() {}

    /**
     * Makes the functions; opens no connection yet.
     *
     * @param classLoader where the ServiceLoader looks for {@link EnrichmentTool}s
     * @throws IllegalArgumentException if a service is not found or cannot be made, if two
     *     functions have one name, or if one is set up in a way that cannot work; says what was
     *     found
     */
    public static ToolBox open(ToolSettings settings, ClassLoader classLoader) {
        throw new UnsupportedOperationException("soon");
    }

    /**
     * Returns what the model is told of each function, in the settings' order: a
     * FunctionDeclaration of the Gemini API as JSON with {@code name}, {@code description} and, if
     * it takes arguments, {@code parametersJsonSchema}. For the submission; starts no threads.
     *
     * @throws IllegalArgumentException as {@link #open} does
     */
    public static List<String> declarations(ToolSettings settings, ClassLoader classLoader) {
        throw new UnsupportedOperationException("soon");
    }

    /**
     * Calls a function. Does not throw, and blocks only if a tool does, which it must not. Whatever
     * goes wrong becomes an error for the model, in words that tell it nothing about this machine.
     *
     * @param name as the model gave it
     * @param args as the model gave them; should be a JSON object; empty for none
     * @param whenDone gets the result exactly once, at the latest after {@code
     *     ToolSettings.timeout}, on any thread, perhaps before this method returns; it must not
     *     block
     */
    public void call(String name, byte[] args, Consumer<ToolResult> whenDone) {
        throw new UnsupportedOperationException("soon");
    }

    /** Ends what is under way with errors, and closes the functions, their connections, threads. */
    @Override
    public void close() {}
}
