/**
 * One attempt on Gemini's wire: encode the request, send it, decode the answer and classify what
 * went wrong. Depends on {@code dev.gleaner.model} and {@code dev.gleaner.http}.
 */
@NullMarked
package dev.gleaner.gemini;

import org.jspecify.annotations.NullMarked;
