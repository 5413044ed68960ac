package dev.gleaner.sql;

import org.apache.flink.table.types.logical.LogicalType;

/** Thrown for a column of a type that JSON cannot carry. */
final class UnsupportedColumnException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param column which, for people: INPUT or OUTPUT, and its path
     */
    UnsupportedColumnException(String column, LogicalType type) {
        super(
                column
                        + " is of type "
                        + type.asSummaryString()
                        + ", which JSON cannot carry; use STRING, a number, BOOLEAN, DATE, TIME,"
                        + " TIMESTAMP, TIMESTAMP_LTZ, ARRAY, ROW or MAP");
    }
}
