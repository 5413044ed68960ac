/**
 * What a user asks for: one strict YAML file per job, read into immutable records with every
 * problem reported at once. The records' {@link dev.gleaner.job.spec.Option} annotations are the
 * only place that knows defaults, ranges and descriptions; binding, JSON Schema and reference are
 * derived from them. Knows neither Flink's streams nor Kafka.
 */
@NullMarked
package dev.gleaner.job.spec;

import org.jspecify.annotations.NullMarked;
