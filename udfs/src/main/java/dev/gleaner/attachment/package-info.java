/**
 * Where the files of answers go, since Kafka is no place for them. Depends on nothing else here.
 */
@NullMarked
package dev.gleaner.attachment;

import org.jspecify.annotations.NullMarked;
