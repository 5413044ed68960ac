/**
 * Gleaner measured side by side with what a user would pick instead. Depends on everything; nothing
 * depends on it.
 */
@NullMarked
package dev.gleaner.benchmarks;

import org.jspecify.annotations.NullMarked;
