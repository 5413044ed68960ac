/**
 * The processes that take part, as the orchestrator sees them. Depends on the contenders' names.
 */
@NullMarked
package dev.gleaner.benchmarks.process;

import org.jspecify.annotations.NullMarked;
