package dev.gleaner.local;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Shows the latest {@link Progress}: on a terminal as one line that rewrites itself, elsewhere as a
 * line every few seconds. Used by one thread.
 */
final class ProgressDisplay {
    private static final long LINE_EVERY_MILLIS = 3_000;
    private static final String TO_LINE_START_AND_CLEAR = "\r\u001b[2K";

    private final PrintStream out;
    private final int terminalColumns;
    private long nextLineAt;
    private @Nullable Progress unprinted;

    /**
     * @param terminalColumns the width of the terminal, or 0 if {@code out} is none
     */
    ProgressDisplay(PrintStream out, int terminalColumns) {
        this.out = out;
        this.terminalColumns = terminalColumns;
    }

    void show(Progress progress) {
        unprinted = progress;
        if (terminalColumns > 0) {
            out.print(TO_LINE_START_AND_CLEAR + fitting(progress.line()));
            out.flush();
        } else if (progress.elapsedMillis() >= nextLineAt) {
            leave();
            nextLineAt = progress.elapsedMillis() + LINE_EVERY_MILLIS;
        }
    }

    /** Leaves the last state on a line of its own, in full. */
    void leave() {
        if (unprinted == null) {
            return;
        }
        if (terminalColumns > 0) {
            out.print(TO_LINE_START_AND_CLEAR);
        }
        out.println(unprinted.line());
        unprinted = null;
    }

    /** A line that wraps could not be rewritten. */
    private String fitting(String line) {
        return line.length() < terminalColumns ? line : line.substring(0, terminalColumns - 1);
    }
}
