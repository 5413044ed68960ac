package dev.gleaner.enrich;

import org.jspecify.annotations.Nullable;

interface PromptCache {
    @Nullable String name();

    void lost(String name);
}
