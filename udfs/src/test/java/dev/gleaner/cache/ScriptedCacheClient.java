package dev.gleaner.cache;

import dev.gleaner.gemini.CacheClient;
import dev.gleaner.gemini.CacheReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** A client that keeps what it was asked and answers when, and as, the test says. */
final class ScriptedCacheClient implements CacheClient {
    final List<String> requests = new ArrayList<>();
    boolean closed;

    private final Deque<Consumer<CacheReply>> open = new ArrayDeque<>();

    @Override
    public void create(byte[] body, Consumer<CacheReply> whenDone) {
        ask("create " + new String(body, StandardCharsets.UTF_8), whenDone);
    }

    @Override
    public void renew(String name, Duration ttl, Consumer<CacheReply> whenDone) {
        ask("renew " + name + " " + ttl, whenDone);
    }

    @Override
    public void delete(String name, Consumer<CacheReply> whenDone) {
        ask("delete " + name, whenDone);
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Answers the oldest request. */
    void reply(CacheReply reply) {
        open.remove().accept(reply);
    }

    /** Answers the oldest request: there is one of this name. */
    void live(String name) {
        reply(new CacheReply.Live(name, null, 5_000));
    }

    private void ask(String request, Consumer<CacheReply> whenDone) {
        requests.add(request);
        open.add(whenDone);
    }
}
