package dev.gleaner.simulator;

import org.jspecify.annotations.Nullable;

/**
 * Which operation of which model a path names.
 *
 * @param scope the API
 * @param model as in the path
 * @param operation of the model
 */
record ModelCall(ApiScope scope, String model, Operation operation) {

    private static final String MODELS = "models/";

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
        return scope.dialect();
    }

    /** Reads {@code models/NAME:OPERATION}; null for every other path. */
    static @Nullable ModelCall parse(ApiScope.Path path) {
        String rest = path.rest();
        int colon = rest.lastIndexOf(':');
        if (colon <= MODELS.length() || !rest.startsWith(MODELS)) {
            return null;
        }
        String word = rest.substring(colon + 1);
        for (Operation operation : Operation.values()) {
            if (operation.word().equals(word)) {
                return new ModelCall(
                        path.scope(), rest.substring(MODELS.length(), colon), operation);
            }
        }
        return null;
    }
}
