package dev.gleaner.simulator;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which operation of which model a path names.
 *
 * @param version of the API
 * @param model as in the path
 * @param operation of the model
 */
record ModelCall(String version, String model, Operation operation) {

    enum Operation {
        GENERATE("generateContent"),
        STREAM("streamGenerateContent"),
        COUNT("countTokens");

        private final String word;

        Operation(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    Dialect dialect() {
        return Dialect.GEMINI_API;
    }

    /** Reads {@code /v1beta/models/NAME:OPERATION}; empty for every other path. */
    static Optional<ModelCall> parse(@Nullable String path) {
        for (String version : new String[] {"v1beta", "v1"}) {
            String prefix = "/" + version + "/models/";
            if (path != null && path.startsWith(prefix)) {
                return parse(version, path.substring(prefix.length()));
            }
        }
        return Optional.empty();
    }

    private static Optional<ModelCall> parse(String version, String rest) {
        int colon = rest.lastIndexOf(':');
        for (Operation operation : Operation.values()) {
            if (colon > 0 && operation.word().equals(rest.substring(colon + 1))) {
                return Optional.of(new ModelCall(version, rest.substring(0, colon), operation));
            }
        }
        return Optional.empty();
    }
}
