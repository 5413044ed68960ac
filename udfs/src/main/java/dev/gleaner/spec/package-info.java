/**
 * What a user asks for: one strict YAML file per job, or the options of a query, read into
 * immutable records with every problem reported at once. The records' {@link
 * dev.gleaner.spec.Option} annotations are the only place that knows defaults, ranges and
 * descriptions; binding, JSON Schema, references and SQL's options are derived from them. Knows
 * neither Flink's streams nor Kafka.
 */
@NullMarked
package dev.gleaner.spec;

import org.jspecify.annotations.NullMarked;
