/** What a run tells: rows, the bars they are held against, one table. Pure; depends on nothing. */
@NullMarked
package dev.gleaner.benchmarks.report;

import org.jspecify.annotations.NullMarked;
