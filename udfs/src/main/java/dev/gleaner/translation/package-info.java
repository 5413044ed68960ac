/**
 * From what people write ({@link dev.gleaner.spec}) to what calls need ({@link
 * dev.gleaner.enrich}).
 */
@NullMarked
package dev.gleaner.translation;

import org.jspecify.annotations.NullMarked;
