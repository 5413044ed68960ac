package dev.gleaner.cache;

/** The money that a cachedContent is paid from. Nothing blocks or throws. Thread-safe. */
public interface CachePurse {

    /**
     * Sets money aside.
     *
     * @param most what it can take
     * @return whether there is enough. If so, {@link #pay} follows once
     */
    boolean setAside(CacheUse most);

    /**
     * Pays, and frees what is left of the money that was set aside. Others may go on with it before
     * this returns.
     *
     * @param most what it was set aside for
     * @param used what it took
     */
    void pay(CacheUse most, CacheUse used);
}
