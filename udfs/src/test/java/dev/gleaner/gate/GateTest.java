package dev.gleaner.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
    private final AtomicLong clock = new AtomicLong(-5);
    private final Gate gate = new Gate(4, 2, 1_600, clock::get);

    private List<Pass> enter(int elements) {
        List<Pass> passes = new ArrayList<>();
        for (int i = 0; i < elements; i++) {
            passes.add(gate.enter());
        }
        return passes;
    }

    @Test
    void enter_belowHigh_staysOpen() {
        enter(3);
        assertThat(gate.isOpen()).isTrue();
        assertThat(gate.whenOpen()).isDone();
        assertThat(gate.inside()).isEqualTo(3);
    }

    @Test
    void enter_atHigh_closes() {
        enter(4);
        assertThat(gate.isOpen()).isFalse();
        assertThat(gate.whenOpen()).isNotDone();
    }

    @Test
    void leave_opensAtLow_notBefore() {
        List<Pass> passes = enter(4);
        CompletableFuture<Void> opened = gate.whenOpen();
        passes.get(3).leave();
        assertThat(opened).isNotDone();
        passes.get(0).leave();
        assertThat(opened).isDone();
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void leave_twice_countsOnce() {
        List<Pass> passes = enter(4);
        passes.get(0).leave();
        passes.get(0).leave();
        assertThat(gate.inside()).isEqualTo(3);
        assertThat(gate.isOpen()).isFalse();
    }

    @Test
    void enter_whileClosed_isCounted() {
        List<Pass> passes = enter(10);
        passes.subList(0, 7).forEach(Pass::leave);
        assertThat(gate.isOpen()).isFalse();
        passes.get(7).leave();
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void whenOpen_ofAnEarlierTime_doesNotSayThatItIsOpenNow() {
        List<Pass> passes = enter(4);
        CompletableFuture<Void> first = gate.whenOpen();
        passes.subList(0, 2).forEach(Pass::leave);
        enter(2);
        assertThat(first).isDone();
        assertThat(gate.whenOpen()).isNotDone();
    }

    @Test
    void whoeverWaits_mayEnterAtOnce() {
        List<Pass> passes = enter(4);
        CompletableFuture<Void> entered = gate.whenOpen().thenRun(() -> enter(2));
        passes.subList(0, 2).forEach(Pass::leave);
        assertThat(entered).isCompleted();
        assertThat(gate.inside()).isEqualTo(4);
        assertThat(gate.isOpen()).isFalse();
    }

    @Test
    void bytes_closeItLikeElements_andOpenItWhenSomeAreFree() {
        Pass first = gate.enter(600);
        Pass second = gate.enter(200);
        assertThat(gate.isOpen()).isTrue();
        second.hold(1_000);
        assertThat(gate.isOpen()).isFalse();
        second.hold(901);
        assertThat(gate.isOpen()).isFalse();
        second.hold(900);
        assertThat(gate.isOpen()).isTrue();
        assertThat(gate.bytes()).isEqualTo(1_500);
        first.leave();
        first.hold(5_000);
        assertThat(gate.bytes()).isEqualTo(900);
    }

    @Test
    void elementLargerThanTheBound_isInsideAlone() {
        Pass large = gate.enter(1_000_000);
        assertThat(gate.isOpen()).isFalse();
        assertThat(gate.hasRoom(0, 0)).isFalse();
        large.leave();
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void hasRoom_looksAtThoseThatHaveBegun() {
        gate.enter(10_000);
        assertThat(gate.hasRoom(1, 10_000)).isTrue();
        gate.enter(1_599);
        assertThat(gate.hasRoom(1, 10_000)).isTrue();
        gate.enter(1);
        assertThat(gate.hasRoom(1, 10_000)).isFalse();
    }

    @Test
    void drain_opensWhenNothingIsInside() {
        List<Pass> passes = enter(2);
        gate.drain();
        CompletableFuture<Void> empty = gate.whenOpen();
        passes.get(1).leave();
        assertThat(empty).isNotDone();
        passes.get(0).leave();
        assertThat(empty).isDone();
    }

    @Test
    void drain_withNothingInside_leavesItOpen() {
        gate.drain();
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void closedNanos_addsUpTheTimesClosed() {
        List<Pass> passes = enter(4);
        clock.addAndGet(10);
        assertThat(gate.closedNanos()).isEqualTo(10);
        passes.subList(0, 2).forEach(Pass::leave);
        clock.addAndGet(100);
        assertThat(gate.closedNanos()).isEqualTo(10);
        enter(2);
        clock.addAndGet(7);
        assertThat(gate.closedNanos()).isEqualTo(17);
    }

    @ParameterizedTest
    @CsvSource({"4, 4", "1, 1", "4, 5", "4, -1", "0, 0"})
    void boundsThatWouldSpinOrNeverOpen_areRefused(int high, int low) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Gate(high, low));
    }
}
