package dev.gleaner.gemini;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Spreads streams over HTTP/2 connections. A shard stands for one connection; the shard with the
 * fewest streams is taken, and one is added when all are full. Bounds nothing. Thread-safe.
 *
 * <p>This keeps AsyncHttpClient 3.0.13 from what it does badly. Once the streams of a connection
 * are used up it queues requests, and fails what it has queued: so a shard is full at four fifths
 * of what the server offers, and the rest is for streams that have ended here and not yet there.
 * While a connection is being opened, every request opens one more: so here the first stream of a
 * shard does, and the others wait until the server has said how many streams it offers. If the
 * first one fails, the others go their own ways, to fail for reasons of their own.
 */
final class StreamShards {
    // Of the 100 that Google's front ends offer.
    private static final int MAX_STREAMS = 80;

    private final List<Shard> shards = new ArrayList<>();
    private int maxStreams = MAX_STREAMS;
    private boolean http2 = true;

    /** One connection's share. Its identity tells the connection from others to the same host. */
    static final class Shard {
        private final Set<Stream> waiting = new LinkedHashSet<>();
        private int streams;
        private @Nullable Stream opener;
        private @Nullable Object connection;

        private Shard() {}
    }

    /** A stream that was taken. */
    static final class Stream {
        private volatile @Nullable Shard shard;
        private @Nullable Runnable task;

        private Stream() {}

        /** The shard it belongs to when it starts; null if it needs none, for want of HTTP/2. */
        @Nullable Shard shard() {
            return shard;
        }
    }

    /** Takes a stream; it must be released once. */
    synchronized Stream acquire() {
        Stream stream = new Stream();
        assign(stream);
        return stream;
    }

    /**
     * Has the stream's request sent: now or once its connection is there.
     *
     * @param task sends the request; is run once at most, by this thread or another
     * @return whether it was run by now
     */
    boolean start(Stream stream, Runnable task) {
        synchronized (this) {
            stream.task = task;
            if (!admit(stream)) {
                return false;
            }
        }
        task.run();
        return true;
    }

    /** Gives a stream back, whatever became of it. */
    void release(Stream stream) {
        List<Runnable> tasks = List.of();
        synchronized (this) {
            Shard shard = stream.shard;
            if (shard == null) {
                return;
            }
            stream.shard = null;
            shard.streams--;
            shard.waiting.remove(stream);
            if (shard.opener == stream) {
                shard.opener = null;
                tasks = takeWaiting(shard);
            }
        }
        tasks.forEach(Runnable::run);
    }

    /**
     * Takes note of a connection.
     *
     * @param streams how many the server offers; the fewest of all connections count
     */
    void opened(Shard shard, Object connection, long streams) {
        List<Runnable> tasks = new ArrayList<>();
        synchronized (this) {
            maxStreams = (int) Math.max(1, Math.min(maxStreams, streams * 4 / 5));
            shard.connection = connection;
            shard.opener = null;
            List<Stream> waiting = List.copyOf(shard.waiting);
            shard.waiting.clear();
            for (Stream stream : waiting) {
                if (shard.streams > maxStreams) {
                    shard.streams--;
                    assign(stream);
                }
                if (stream.task != null && admit(stream)) {
                    tasks.add(stream.task);
                }
            }
        }
        tasks.forEach(Runnable::run);
    }

    /** Takes note that a connection takes no more streams; the next one opens another. */
    synchronized void closed(Shard shard, Object connection) {
        if (shard.connection == connection) {
            shard.connection = null;
        }
    }

    /** Takes note that the server speaks HTTP/1.1 only: no stream waits any more. */
    void withoutHttp2() {
        List<Runnable> tasks = new ArrayList<>();
        synchronized (this) {
            http2 = false;
            for (Shard shard : shards) {
                shard.waiting.forEach(stream -> stream.shard = null);
                tasks.addAll(takeWaiting(shard));
            }
            shards.clear();
        }
        tasks.forEach(Runnable::run);
    }

    /** Returns the number of shards so far. */
    synchronized int size() {
        return shards.size();
    }

    private void assign(Stream stream) {
        if (!http2) {
            return;
        }
        Shard fewest = null;
        for (Shard shard : shards) {
            if (fewest == null || shard.streams < fewest.streams) {
                fewest = shard;
            }
        }
        if (fewest == null || fewest.streams >= maxStreams) {
            fewest = new Shard();
            shards.add(fewest);
        }
        fewest.streams++;
        stream.shard = fewest;
    }

    /** Returns whether the stream may start; if not, it waits. */
    private boolean admit(Stream stream) {
        Shard shard = stream.shard;
        if (shard == null || shard.connection != null) {
            return true;
        }
        if (shard.opener == null) {
            shard.opener = stream;
            return true;
        }
        shard.waiting.add(stream);
        return false;
    }

    private static List<Runnable> takeWaiting(Shard shard) {
        List<Runnable> tasks = new ArrayList<>();
        for (Stream stream : shard.waiting) {
            if (stream.task != null) {
                tasks.add(stream.task);
            }
        }
        shard.waiting.clear();
        return tasks;
    }
}
