package dev.gleaner.sql;

import java.util.List;
import java.util.Optional;

/**
 * What options say of the columns and their fields. Paths have dots; elements of an array go by the
 * path of the array, keys and values of a map by {@code path.key} and {@code path.value}.
 */
interface ColumnOptions {
    /** Returns what the model is told of it. */
    Optional<String> description(String path);

    /** Returns the only texts that it may be; empty for any. */
    List<String> words(String path);

    /** Returns whether the model must not answer null, though the column is nullable. */
    boolean isRequired(String path);
}
