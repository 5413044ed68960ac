package dev.gleaner.simulator;

/** A set of 64-bit hashes that only grows, in a flat table: 16 to 32 bytes each. Thread-safe. */
final class DistinctHashes {

    private long[] slots = new long[1 << 12];
    private int size;
    private boolean hasZero;

    synchronized void add(long hash) {
        if (hash == 0) {
            hasZero = true;
        } else if (insert(slots, hash) && ++size > slots.length / 2) {
            grow();
        }
    }

    synchronized long size() {
        return (long) size + (hasZero ? 1 : 0);
    }

    synchronized void clear() {
        slots = new long[1 << 12];
        size = 0;
        hasZero = false;
    }

    private void grow() {
        long[] wider = new long[slots.length * 2];
        for (long hash : slots) {
            if (hash != 0) {
                insert(wider, hash);
            }
        }
        slots = wider;
    }

    private static boolean insert(long[] table, long hash) {
        int at = (int) hash & (table.length - 1);
        while (table[at] != 0) {
            if (table[at] == hash) {
                return false;
            }
            at = (at + 1) & (table.length - 1);
        }
        table[at] = hash;
        return true;
    }
}
