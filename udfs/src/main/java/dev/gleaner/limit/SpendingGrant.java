package dev.gleaner.limit;

import java.util.Collections;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The amount that one subtask may spend: as much as it has written down at the job before. A later
 * attempt of the subtask finds there what this one spent, or may have spent, since the last
 * checkpoint. Not thread-safe.
 */
public final class SpendingGrant {
    private static final Logger LOG = LoggerFactory.getLogger(SpendingGrant.class);
    private static final String NAME = "budget";

    private final JobBoard board;
    private final int index;
    private final int parallelism;
    private final long owner;
    private final Ledger restored;
    private boolean known;
    private boolean asking;
    private boolean over;
    private boolean failing;
    private long level;

    /**
     * @param share of one subtask
     * @param owner a number that no other attempt has, not 0
     * @param restored what a checkpoint says was granted and not spent, as if it were spent
     */
    public SpendingGrant(JobBoard board, Share share, long owner, Ledger restored) {
        this.board = board;
        this.owner = owner;
        this.restored = restored;
        index = Collections.min(share.indexes());
        parallelism = share.parallelism();
    }

    /** Returns whether so much in total may be spent. */
    boolean covers(long total) {
        return known && !over && total <= level;
    }

    /** Returns whether the job's board can be asked now. */
    boolean mayAsk() {
        return !asking && !over;
    }

    /** Returns whether it is known what earlier attempts spent. */
    boolean isKnown() {
        return known;
    }

    long level() {
        return level;
    }

    /** Returns what may have been spent of the grants of the checkpoint. */
    Ledger restored() {
        return restored;
    }

    /** Asks for what earlier attempts spent; the answer is to be given to {@link #taken}. */
    void takeOver(Consumer<long @Nullable []> whenAnswered) {
        ask(GrantMerge.takeOver(index, parallelism, owner), whenAnswered);
    }

    /**
     * Writes down what is spent and how much more may be; the answer is to be given to {@link
     * #written}.
     */
    void write(Ledger spent, long open, Consumer<long @Nullable []> whenAnswered) {
        GrantEntry entry = new GrantEntry(owner, spent, open);
        ask(GrantMerge.write(index, parallelism, entry), whenAnswered);
    }

    private void ask(long[] message, Consumer<long @Nullable []> whenAnswered) {
        asking = true;
        board.exchange(NAME, message, new GrantMerge())
                .whenComplete(
                        (numbers, failure) -> {
                            if (failure != null) {
                                LOG.debug("The board of the job was not reached", failure);
                            }
                            whenAnswered.accept(failure == null ? numbers : null);
                        });
    }

    /** Returns whether a board is one that keeps nothing, such as that of Flink's test harness. */
    static boolean keepsNothing(long @Nullable [] numbers) {
        return numbers != null && numbers.length == 0;
    }

    /**
     * Takes the board as it is after {@link #takeOver}.
     *
     * @return what earlier attempts spent, or null if the board was not reached
     */
    @Nullable GrantEntry taken(long @Nullable [] numbers) {
        asking = false;
        note(numbers != null);
        known |= numbers != null;
        return numbers == null ? null : GrantMerge.entry(numbers, index);
    }

    /**
     * Takes the board as it is after {@link #write}.
     *
     * @param newLevel what was written down, spent and open
     */
    void written(long @Nullable [] numbers, long newLevel) {
        asking = false;
        note(numbers != null);
        if (numbers == null) {
            return;
        }
        boolean mine =
                !keepsNothing(numbers)
                        && numbers[0] == parallelism
                        && GrantMerge.entry(numbers, index).owner() == owner;
        if (mine) {
            level = newLevel;
        } else if (!over) {
            over = true;
            LOG.warn("Another attempt of this subtask spends its share of the budget from now on");
        }
    }

    private void note(boolean reached) {
        if (!reached && !failing && !over) {
            LOG.warn(
                    "The JobMaster is not reached, so what is spent cannot be written down: calls"
                            + " wait once the money that was granted before is spent (budget)");
        } else if (reached && failing) {
            LOG.info("The JobMaster is reached again, and grants money");
        }
        failing = !reached;
    }

    /** Grants nothing more. */
    void close() {
        over = true;
    }
}
