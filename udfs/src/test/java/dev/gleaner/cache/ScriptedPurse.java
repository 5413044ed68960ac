package dev.gleaner.cache;

import java.util.ArrayList;
import java.util.List;

/** A purse that is full, or empty as the test says, and keeps what is asked of it. */
final class ScriptedPurse implements CachePurse {
    final List<CacheUse> asides = new ArrayList<>();
    final List<CacheUse> paid = new ArrayList<>();
    boolean empty;

    private final List<CacheUse> open = new ArrayList<>();

    @Override
    public boolean setAside(CacheUse most) {
        if (empty) {
            return false;
        }
        asides.add(most);
        open.add(most);
        return true;
    }

    @Override
    public void pay(CacheUse most, CacheUse used) {
        if (!open.remove(most)) {
            throw new AssertionError("not set aside: " + most);
        }
        paid.add(used);
    }

    /** Returns how much is set aside and not paid for. */
    int open() {
        return open.size();
    }
}
