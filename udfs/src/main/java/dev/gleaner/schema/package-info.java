/**
 * What the answer must look like, and whether it does: one response schema in two forms (what
 * Gemini is sent, what the answer is checked against) and the check itself. Depends on no other
 * package of ours.
 */
@NullMarked
package dev.gleaner.schema;

import org.jspecify.annotations.NullMarked;
