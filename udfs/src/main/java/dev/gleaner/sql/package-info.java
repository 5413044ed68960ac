/**
 * The same calls from Flink SQL: a provider for {@code CREATE MODEL}, and functions. A row's INPUT
 * columns become a record, the answer becomes its OUTPUT columns. Depends on {@code enrich}.
 */
@NullMarked
package dev.gleaner.sql;

import org.jspecify.annotations.NullMarked;
