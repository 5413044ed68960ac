/**
 * One call is N attempts, and Flink's async function is around it. Depends on {@code gemini},
 * {@code limit}, {@code retry}, {@code prompt}, {@code schema} and {@code model}, which do not see
 * each other.
 */
@NullMarked
package dev.gleaner.enrich;

import org.jspecify.annotations.NullMarked;
