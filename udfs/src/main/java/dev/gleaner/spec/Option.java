package dev.gleaner.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares one option of the spec on the record component that holds it. The component's name is
 * the key, its type says how the value is read. An option that is neither required nor has a
 * default is null, or empty for a collection, when it is not given.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Option {
    /** One or two sentences for people. */
    String value();

    /** If the option must be given: what to do when it is missing. */
    String required() default "";

    /**
     * Whether a section may be left out although something in it must be given; then it is null.
     */
    boolean optional() default false;

    /** The value when it is not given, as it would be written. */
    String defaultValue() default "";

    /** The path of an option declared earlier whose value is the default. */
    String sameAs() default "";

    /** The smallest value allowed, as it would be written. */
    String min() default "";

    /** The largest value allowed, as it would be written. */
    String max() default "";

    /** What the whole text must match. */
    String pattern() default "";

    /** The advice for a value that does not match the pattern, if the pattern is hard to read. */
    String hint() default "";

    /** Whether the value may lie in a file of its own. */
    boolean fromFile() default false;

    /** Whether no message may repeat the value, because a key may be pasted there by mistake. */
    boolean hidden() default false;
}
