/** What is computed from samples of the simulator's counters. Pure; depends on nothing. */
@NullMarked
package dev.gleaner.benchmarks.series;

import org.jspecify.annotations.NullMarked;
