/**
 * What every client of AsyncHttpClient here needs: threads that end with it, and nothing that takes
 * an interim answer for the answer. Depends on nothing else here.
 */
@NullMarked
package dev.gleaner.http;

import org.jspecify.annotations.NullMarked;
