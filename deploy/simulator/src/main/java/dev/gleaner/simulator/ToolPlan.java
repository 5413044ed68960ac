package dev.gleaner.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tools an answer may use.
 *
 * @param search whether it may search the web
 * @param maps whether it may search maps
 * @param place around which maps are searched, null if anywhere
 * @param urlContext whether it may read the pages that the prompt names
 * @param codeExecution whether it may run code
 * @param functions that it may call
 * @param calls when it calls them
 */
record ToolPlan(
        boolean search,
        boolean maps,
        @Nullable Place place,
        boolean urlContext,
        boolean codeExecution,
        List<Function> functions,
        Calls calls) {

    /** A point on the earth, in degrees. */
    record Place(double latitude, double longitude) {}

    /**
     * One declared function.
     *
     * @param parameters null if it takes none
     */
    record Function(String name, @Nullable Schema parameters) {}

    /** When functions are called. */
    enum Calls {
        NEVER,
        /** each once, until there are responses */
        EACH_ONCE,
        /** the first, until there are responses */
        FIRST_ONCE,
        /** the first, whatever there is */
        FIRST_ALWAYS
    }

    boolean grounds() {
        return search || maps || urlContext;
    }
}
