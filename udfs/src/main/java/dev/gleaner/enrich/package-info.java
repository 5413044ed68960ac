/**
 * One call is N attempts, and Flink's async function is around it. Depends on {@code gemini},
 * {@code limit}, {@code retry}, {@code gate}, {@code prompt} and {@code schema}, which do not see
 * each other, and on {@code model} and {@code time}, which they share.
 */
@NullMarked
package dev.gleaner.enrich;

import org.jspecify.annotations.NullMarked;
