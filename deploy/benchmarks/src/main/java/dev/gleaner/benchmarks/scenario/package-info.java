/** The loads: what is set up, what is measured, which bars hold. */
@NullMarked
package dev.gleaner.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
