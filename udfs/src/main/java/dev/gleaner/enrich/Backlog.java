package dev.gleaner.enrich;

import dev.gleaner.gate.Gate;
import dev.gleaner.model.SourceRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Records that Flink has given and whose calls have not begun, since those that have begun hold all
 * the memory, or are all the records, that the gate allows. The source is not read meanwhile; so
 * they are what Flink restores from a checkpoint, all of it at once.
 *
 * <p>A result may have to wait for an earlier one, behind which it leaves. So records begin in the
 * order in which their results leave, or the earlier one would wait for the room that the later one
 * holds: in the order in which Flink gives them, or, in the order of keys, of their offsets, for
 * which all that is restored must be there. For the task's thread.
 */
final class Backlog {
    private final Gate gate;
    private final boolean byOffset;
    private Deque<Waiting> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean complete;

    /**
     * @param byOffset whether records begin by their offsets
     * @param complete whether nothing is restored; else {@link #begin} says when all of it is there
     */
    Backlog(Gate gate, boolean byOffset, boolean complete) {
        this.gate = gate;
        this.byOffset = byOffset;
        this.complete = complete;
    }

    private record Waiting(SourceRecord record, long bytes, Runnable start) {}

    /**
     * Begins with a record, now or when there is room.
     *
     * @param held bytes that it holds until it begins
     */
    void add(SourceRecord record, long held, Runnable start) {
        waiting.add(new Waiting(record, held, start));
        bytes += held;
        proceed();
    }

    /** Notes that Flink has given all restored records; later records come in order. */
    void begin() {
        if (complete) {
            return;
        }
        complete = true;
        if (byOffset) {
            List<Waiting> sorted = new ArrayList<>(waiting);
            sorted.sort(Comparator.comparingLong(each -> each.record().offset()));
            waiting = new ArrayDeque<>(sorted);
        }
        proceed();
    }

    /** Begins with those for which there is room. */
    void proceed() {
        while ((complete || !byOffset)
                && !waiting.isEmpty()
                && gate.hasRoom(waiting.size(), bytes)) {
            Waiting next = waiting.remove();
            bytes -= next.bytes();
            next.start().run();
        }
    }
}
