/**
 * The part of the prompt that is the same for every record, kept at the endpoint. Depends on {@code
 * gemini}, {@code model}, {@code retry} and {@code time}.
 */
@NullMarked
package dev.gleaner.cache;

import org.jspecify.annotations.NullMarked;
