/**
 * What is compared, each in a JVM of its own: a loop, two jobs as users write them, and Gleaner.
 * Started, asked and ended by the orchestrator over standard input and output.
 */
@NullMarked
package dev.gleaner.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
