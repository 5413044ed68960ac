package dev.gleaner.benchmarks.contender;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Contender (a): takes a permit, sends, gives it back with the answer; until the JVM ends. */
final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private final Semaphore permits;
    private final Messages messages;
    private final NaiveHttp http;
    private final LongAdder characters = new LongAdder();

    private Loop(ClientSettings settings, Question question, Messages messages) {
        this.permits = new Semaphore(settings.capacity());
        this.messages = messages;
        this.http = new NaiveHttp(NaiveHttp.client(), question, settings.endpoint());
    }

    static void start(ClientSettings settings) throws Exception {
        Loop loop =
                new Loop(
                        settings,
                        Question.read(settings.examples()),
                        Messages.read(settings.examples(), settings.recordBytes()));
        new Thread(loop::run, "loop").start();
    }

    private void run() {
        try {
            for (long number = 0; ; number++) {
                permits.acquire();
                var unused =
                        http.enrich(messages.get(number))
                                .whenComplete((enriched, failure) -> ended(enriched, failure));
            }
        } catch (InterruptedException stopped) {
            LOG.debug("Stopped", stopped);
        } catch (Exception e) { // a record that is no JSON: there is none
            LOG.error("The loop ended", e);
        }
    }

    private void ended(String enriched, @Nullable Throwable failure) {
        permits.release();
        if (failure == null) {
            characters.add(enriched.length());
        } else {
            LOG.error("A call failed", failure);
        }
    }
}
