package dev.gleaner.benchmarks.contender;

/** Who is compared. */
public enum Contender {
    /** A loop over AsyncHttpClient with a semaphore, without Flink. */
    LOOP('a', "AsyncHttpClient loop"),
    /** Flink and an async function that a user writes in an afternoon. */
    NAIVE('b', "Flink + naive async function"),
    /** Flink and the async client of Google's SDK. */
    SDK('c', "Flink + google-genai"),
    /** Gleaner's function between a generator and a sink that discards. */
    FUNCTION('d', "EnrichmentFunction"),
    /** Gleaner's job, from Kafka to Kafka. */
    JOB('e', "Gleaner, Kafka to Kafka"),
    /** A query with a model of Gleaner's between a generator and a sink that discards. */
    QUERY('f', "Gleaner in Flink SQL");

    private final char letter;
    private final String title;

    Contender(char letter, String title) {
        this.letter = letter;
        this.title = title;
    }

    /** Returns the letter that options and tables call it by. */
    public char letter() {
        return letter;
    }

    /** Returns what it is, in a few words. */
    public String title() {
        return title;
    }
}
