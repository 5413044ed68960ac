/**
 * The common parts of clients of AsyncHttpClient: threads that end with the client, the proxy on
 * its way, and a handler for interim answers. Depends on no other package of Gleaner.
 */
@NullMarked
package dev.gleaner.http;

import org.jspecify.annotations.NullMarked;
