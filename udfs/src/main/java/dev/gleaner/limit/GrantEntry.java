package dev.gleaner.limit;

/**
 * The part of a budget that one subtask has written down at the job before it spends.
 *
 * @param owner a number of the attempt that may write the entry
 * @param spent what is spent
 * @param open how much more may be spent, or may have been since
 */
record GrantEntry(long owner, Ledger spent, long open) {
    static final int WIDTH = 7;

    private static final GrantEntry EMPTY = new GrantEntry(0, Ledger.EMPTY, 0);

    static GrantEntry read(long[] numbers, int at) {
        return new GrantEntry(
                numbers[at],
                new Ledger(
                        numbers[at + 1],
                        numbers[at + 2],
                        numbers[at + 3],
                        numbers[at + 4],
                        numbers[at + 5],
                        0,
                        0),
                numbers[at + 6]);
    }

    void write(long[] numbers, int at) {
        numbers[at] = owner;
        numbers[at + 1] = spent.hour();
        numbers[at + 2] = spent.hourSpent();
        numbers[at + 3] = spent.day();
        numbers[at + 4] = spent.daySpent();
        numbers[at + 5] = spent.totalSpent();
        numbers[at + 6] = open;
    }

    /** Returns whether no attempt has written here since the JobMaster began. */
    boolean isUnwritten() {
        return spent.hour() == 0;
    }

    /** Returns the entries of all subtasks, dealt out anew to another number of them. */
    static long[] deal(long[] numbers, int parallelism) {
        GrantEntry sum = EMPTY;
        for (int at = 1; at < numbers.length; at += WIDTH) {
            GrantEntry one = read(numbers, at);
            sum = new GrantEntry(0, sum.spent.plus(one.spent), sum.open + one.open);
        }
        long[] dealt = new long[1 + parallelism * WIDTH];
        dealt[0] = parallelism;
        for (int i = 0; i < parallelism; i++) {
            Share share = new Share(i, parallelism);
            new GrantEntry(0, sum.spent.of(share), share.of(sum.open)).write(dealt, 1 + i * WIDTH);
        }
        return dealt;
    }
}
