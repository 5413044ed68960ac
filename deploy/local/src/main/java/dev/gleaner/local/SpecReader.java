package dev.gleaner.local;

import java.nio.file.Path;

/** Turns a spec file into a job. */
interface SpecReader {
    /**
     * Reads and checks a spec.
     *
     * @throws InputException if the spec cannot be used; the message names all that is wrong
     */
    LocalJob read(Path spec) throws InputException;
}
