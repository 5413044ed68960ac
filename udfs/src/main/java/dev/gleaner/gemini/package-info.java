/**
 * One attempt on Gemini's wire: encode the request, send it, decode the answer and classify what
 * went wrong. The only place that sees the HTTP client. Depends on {@code dev.gleaner.model}.
 */
@NullMarked
package dev.gleaner.gemini;

import org.jspecify.annotations.NullMarked;
