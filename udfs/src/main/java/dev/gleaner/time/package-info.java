/**
 * Time, and what shall happen later, as an argument: so that a limit or a retry is tested without
 * waiting. Depends on nothing.
 */
@NullMarked
package dev.gleaner.time;

import org.jspecify.annotations.NullMarked;
