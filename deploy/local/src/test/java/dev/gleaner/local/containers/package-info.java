/**
 * The system on containers, as it runs in production: a real broker, and the shaded jar on a real
 * Flink cluster. Skipped, and said so, where there is no Docker engine.
 */
@NullMarked
package dev.gleaner.local.containers;

import org.jspecify.annotations.NullMarked;
