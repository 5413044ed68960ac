/** What tests of several packages share: virtual time and a scripted endpoint. */
@org.jspecify.annotations.NullMarked
package dev.gleaner.testing;
