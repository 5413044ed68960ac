package dev.gleaner.job.spec;

/** What Kafka allows as a topic's name. */
final class Topics {
    static final String NAME = "[a-zA-Z0-9._-]{1,249}";

    private Topics() {}
}
