/** The edges to Kafka, and the only place that sees Kafka. Depends on {@code model}. */
@NullMarked
package dev.gleaner.job.kafka;

import org.jspecify.annotations.NullMarked;
