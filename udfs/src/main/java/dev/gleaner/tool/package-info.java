/**
 * What the model may call while it answers: tools of the user's own, and reading from the web.
 * Depends on {@code http} and {@code time}.
 */
@NullMarked
package dev.gleaner.tool;

import org.jspecify.annotations.NullMarked;
