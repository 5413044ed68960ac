package dev.gleaner.spec;

/** What Kafka allows as a topic's name. */
final class Topics {
    static final String NAME = "[a-zA-Z0-9._-]{1,249}";

    /** A name in which fields of the answer stand for parts, as far as a pattern can tell. */
    static final String TEMPLATE = "([a-zA-Z0-9._-]|\\{\\{[^{}]+}})+";

    private Topics() {}

    static boolean isName(String text) {
        return text.matches(NAME) && !text.equals(".") && !text.equals("..");
    }
}
