package dev.gleaner.spec;

/**
 * One thing that is wrong with a spec.
 *
 * @param file the file as it was named
 * @param line the line in it, from 1, or 0 if it is about the whole file
 * @param path the option, such as {@code call.backoff.max}, or empty
 * @param problem what is wrong
 * @param fix what to do
 */
public record Problem(String file, int line, String path, String problem, String fix) {

    /** Returns {@code file:line: path: problem; fix}. */
    @Override
    public String toString() {
        return file
                + (line > 0 ? ":" + line : "")
                + ": "
                + (path.isEmpty() ? "" : path + ": ")
                + problem
                + "; "
                + fix;
    }
}
