package dev.gleaner.simulator;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What all event loops of one simulator share: the control in force and the counts. Thread-safe.
 */
final class SimulatorState {

    /** A control and the quotas that belong to it. */
    record InForce(Control control, Quotas quotas) {}

    private final SimulatorSettings settings;
    private final Counters counters = new Counters();
    private final Markers markers = new Markers();
    private final CachedContents caches;
    private final List<Runnable> drops = new CopyOnWriteArrayList<>();
    private volatile InForce inForce;

    SimulatorState(SimulatorSettings settings) {
        this.settings = settings;
        this.caches = new CachedContents(Clock.systemUTC(), settings.seed());
        this.inForce = with(settings.control());
    }

    SimulatorSettings settings() {
        return settings;
    }

    Counters counters() {
        return counters;
    }

    Markers markers() {
        return markers;
    }

    CachedContents caches() {
        return caches;
    }

    /** The keys in force. */
    AcceptedKey acceptedKeys() {
        AcceptedKey changed = inForce.control().acceptedKeys();
        return changed == null ? settings.key() : changed;
    }

    SimulatorStats stats() {
        return counters.snapshot(caches.stats());
    }

    InForce inForce() {
        return inForce;
    }

    /** Takes effect for the next request; quotas start full. */
    void control(Control control) {
        inForce = with(control);
        if (control.dropConnections()) {
            drops.forEach(Runnable::run);
        }
    }

    /** Has this run when connections are to be dropped. */
    void onDrop(Runnable drop) {
        drops.add(drop);
    }

    /** Forgets what was counted, marker uses too. */
    void resetStats() {
        counters.reset();
        caches.resetStats();
        markers.clear();
    }

    private static InForce with(Control control) {
        return new InForce(control, new Quotas(control, System::nanoTime));
    }
}
