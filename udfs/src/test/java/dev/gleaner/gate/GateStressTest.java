package dev.gleaner.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;

class GateStressTest {
    private static final int ELEMENTS = 200_000;
    private static final int LEAVERS = 6;
    private static final Pass END = new Gate(2, 1).enter();

    /** A reader that lost a wake-up would wait until the test fails. */
    @RepeatedTest(3)
    void reader_isWokenEachTime_andTheCountStaysInItsBounds() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("GateStressTest seed " + seed);
        Random random = new Random(seed);
        int high = 1 + random.nextInt(16);
        Gate gate = new Gate(high, random.nextInt(high));
        BlockingQueue<Pass> inside = new LinkedBlockingQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(LEAVERS);
        try {
            List<Future<Integer>> leavers = new ArrayList<>();
            for (int i = 0; i < LEAVERS; i++) {
                Random own = new Random(random.nextLong());
                leavers.add(threads.submit(() -> leaveAll(inside, own)));
            }
            for (int i = 0; i < ELEMENTS; i++) {
                while (!gate.isOpen()) {
                    gate.whenOpen().get(30, TimeUnit.SECONDS);
                }
                inside.add(gate.enter());
                assertThat(gate.inside()).as("seed %d", seed).isBetween(0, high);
            }
            for (int i = 0; i < LEAVERS; i++) {
                inside.add(END);
            }
            int left = 0;
            for (Future<Integer> leaver : leavers) {
                left += leaver.get(30, TimeUnit.SECONDS);
            }
            assertThat(left).as("seed %d", seed).isEqualTo(ELEMENTS);
        } finally {
            threads.shutdownNow();
        }
        assertThat(gate.inside()).as("seed %d", seed).isZero();
        assertThat(gate.isOpen()).as("seed %d", seed).isTrue();
    }

    private static int leaveAll(BlockingQueue<Pass> inside, Random random)
            throws InterruptedException {
        int left = 0;
        for (Pass pass = inside.take(); pass != END; pass = inside.take()) {
            for (int spin = random.nextInt(200); spin > 0; spin--) {
                Thread.onSpinWait();
            }
            pass.leave();
            left++;
            if (random.nextInt(8) == 0) {
                pass.leave();
            }
        }
        return left;
    }
}
