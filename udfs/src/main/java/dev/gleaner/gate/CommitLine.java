package dev.gleaner.gate;

import java.util.ArrayDeque;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Up to which checkpoint the source may commit what it has read.
 *
 * <p>What is inside at a checkpoint lives in that checkpoint and nowhere else; whoever starts again
 * from the committed place without it must meet those elements again. So the place of a checkpoint
 * is committed only when a later one (or itself) completes at whose snapshot everything that had
 * entered before the place was out already: emitted before the barrier of that checkpoint, and thus
 * as durable as the sink makes it. All operators of a chain are snapshotted in one go, so that "out
 * by the snapshot" is "emitted before the barrier".
 *
 * <p>The source hears only of checkpoints that have completed, only later: one that is aborted or
 * never heard of is passed over. For one thread.
 */
final class CommitLine {
    private static final long NONE = -1;

    private final Gate gate;
    private final Queue<Place> undrained = new ArrayDeque<>();
    private final NavigableMap<Long, Long> drainedBySnapshot = new TreeMap<>();
    private final NavigableSet<Long> completed = new TreeSet<>();
    private long drained = NONE;
    private long committed = NONE;

    CommitLine(Gate gate) {
        this.gate = gate;
    }

    /** Where the source stood at a snapshot, and what had entered since the one before. */
    private record Place(long checkpoint, Epoch epoch) {}

    /** To be called at every snapshot of the source, in the order of the checkpoints. */
    void snapshot(long checkpoint) {
        undrained.add(new Place(checkpoint, gate.nextEpoch()));
        while (!undrained.isEmpty() && undrained.element().epoch().isDrained()) {
            drained = undrained.remove().checkpoint();
        }
        drainedBySnapshot.put(checkpoint, drained);
    }

    /** Returns the checkpoint that the source may now take for complete, if there is a new one. */
    OptionalLong complete(long checkpoint) {
        completed.add(checkpoint);
        Long line = drainedBySnapshot.get(checkpoint);
        drainedBySnapshot.headMap(checkpoint, true).clear();
        Long newest = line == null ? null : completed.floor(line);
        if (newest == null || newest <= committed) {
            return OptionalLong.empty();
        }
        completed.headSet(newest, true).clear();
        committed = newest;
        return OptionalLong.of(newest);
    }

    void abort(long checkpoint) {
        drainedBySnapshot.remove(checkpoint);
    }
}
