/**
 * Who may send, and when: how many at once, how many in a minute or a day, and for how much money.
 * Depends on {@code model} and {@code time}.
 */
@NullMarked
package dev.gleaner.limit;

import org.jspecify.annotations.NullMarked;
