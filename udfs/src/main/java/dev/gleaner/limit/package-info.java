/**
 * How many at once: permits to send, handed out in the order they were asked for. Depends on
 * nothing.
 */
@NullMarked
package dev.gleaner.limit;

import org.jspecify.annotations.NullMarked;
