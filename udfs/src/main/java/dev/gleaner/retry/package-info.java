/** Whether and when again: the arithmetic of retries, and time as an argument. Depends on model. */
@NullMarked
package dev.gleaner.retry;

import org.jspecify.annotations.NullMarked;
