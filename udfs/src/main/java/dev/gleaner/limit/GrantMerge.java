package dev.gleaner.limit;

/**
 * The rule of the budget's entries at the job: an attempt takes over the entry of its subtask, and
 * only the attempt that took it over last may write there. The board is the parallelism, then one
 * entry for each subtask. If the parallelism has changed, what is there is dealt out anew.
 */
record GrantMerge() implements JobBoard.Merge {
    private static final int TAKE_OVER = 0;
    private static final int WRITE = 1;
    private static final int HEAD = 3;

    /** Returns the message by which an attempt takes over the entry of its subtask. */
    static long[] takeOver(int index, int parallelism, long owner) {
        return message(TAKE_OVER, index, parallelism, new GrantEntry(owner, Ledger.EMPTY, 0));
    }

    /** Returns the message that replaces an entry. */
    static long[] write(int index, int parallelism, GrantEntry entry) {
        return message(WRITE, index, parallelism, entry);
    }

    /** Returns the entry of a subtask. */
    static GrantEntry entry(long[] board, int index) {
        return GrantEntry.read(board, place(index));
    }

    private static long[] message(int kind, int index, int parallelism, GrantEntry entry) {
        long[] message = new long[HEAD + GrantEntry.WIDTH];
        message[0] = kind;
        message[1] = index;
        message[2] = parallelism;
        entry.write(message, HEAD);
        return message;
    }

    @Override
    public long[] merge(long[] before, long[] message) {
        int parallelism = (int) message[2];
        int at = place((int) message[1]);
        boolean isOther = before.length == 0 || before[0] != parallelism;
        if (message[0] == TAKE_OVER) {
            long[] board = isOther ? GrantEntry.deal(before, parallelism) : before.clone();
            board[at] = message[HEAD];
            return board;
        }
        if (isOther || before[at] != message[HEAD]) {
            return before;
        }
        long[] board = before.clone();
        System.arraycopy(message, HEAD, board, at, GrantEntry.WIDTH);
        return board;
    }

    private static int place(int index) {
        return 1 + index * GrantEntry.WIDTH;
    }
}
