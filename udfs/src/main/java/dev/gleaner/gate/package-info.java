/**
 * When the source pauses, so that a checkpoint never waits for the endpoint: a count of the
 * elements that are inside the function, and a source that looks at it before it reads on. Depends
 * on nothing.
 */
@NullMarked
package dev.gleaner.gate;

import org.jspecify.annotations.NullMarked;
