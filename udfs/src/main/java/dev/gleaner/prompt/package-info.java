/**
 * What do we ask: the template that turns a record into the text of a prompt. Depends on {@code
 * model}.
 */
@NullMarked
package dev.gleaner.prompt;

import org.jspecify.annotations.NullMarked;
