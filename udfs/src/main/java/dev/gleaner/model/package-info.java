/**
 * What flows: the records that cross Flink's edges and the table of failures. Depends on nothing.
 */
@NullMarked
package dev.gleaner.model;

import org.jspecify.annotations.NullMarked;
