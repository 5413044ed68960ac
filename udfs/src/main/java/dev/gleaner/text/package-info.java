/**
 * Text and JSON, read and written by one set of rules: the limits of documents, the digits of
 * numbers, byte order marks, and characters that no store takes. Depends on nothing.
 */
@NullMarked
package dev.gleaner.text;

import org.jspecify.annotations.NullMarked;
