/** The job: from a spec file to a running topology. Depends on {@code enrich} and its own parts. */
@NullMarked
package dev.gleaner.job;

import org.jspecify.annotations.NullMarked;
