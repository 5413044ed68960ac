package dev.gleaner.enrich;

import dev.gleaner.gemini.FinishReason;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The finishReasons without a known meaning that a subtask has met. Warns of each once. */
final class UnknownReasons {
    private static final Logger LOG = LoggerFactory.getLogger(UnknownReasons.class);
    private static final int MAX_REMEMBERED = 20;

    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /** Takes note of a reason; returns whether it is new. */
    boolean seen(String finishReason) {
        String shown = FinishReason.shown(finishReason);
        boolean isNew = seen.size() < MAX_REMEMBERED && seen.add(shown);
        if (isNew) {
            LOG.warn(
                    "An answer ended with {}, which this version of Gleaner does not know. Such"
                            + " answers are used only if they satisfy the schema.",
                    shown);
        }
        return isNew;
    }
}
