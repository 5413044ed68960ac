package dev.gleaner.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitLineTest {
    private final Gate gate = new Gate(100, 50);
    private final CommitLine line = new CommitLine(gate);

    @Test
    void nothingInside_commitsTheCheckpointItself() {
        gate.enter().leave();
        line.snapshot(1);
        assertThat(line.complete(1)).hasValue(1);
    }

    @Test
    void somethingInside_commitsNothing() {
        gate.enter();
        line.snapshot(1);
        assertThat(line.complete(1)).isEmpty();
    }

    @Test
    void leftAfterTheSnapshot_waitsForTheNext() {
        Pass pass = gate.enter();
        line.snapshot(1);
        pass.leave();
        assertThat(line.complete(1)).isEmpty();
        gate.enter();
        line.snapshot(2);
        assertThat(line.complete(2)).hasValue(1);
    }

    @Test
    void leftAfterTheSnapshot_ofACheckpointStillUnderWay_waitsForTheNext() {
        Pass pass = gate.enter();
        line.snapshot(1);
        line.snapshot(2);
        pass.leave();
        assertThat(line.complete(1)).isEmpty();
        assertThat(line.complete(2)).isEmpty();
        line.snapshot(3);
        assertThat(line.complete(3)).hasValue(3);
    }

    @Test
    void oneElementOfAnEarlyEpoch_holdsAllLaterOnesBack() {
        Pass stuck = gate.enter();
        line.snapshot(1);
        for (int checkpoint = 2; checkpoint < 6; checkpoint++) {
            gate.enter().leave();
            line.snapshot(checkpoint);
            assertThat(line.complete(checkpoint)).isEmpty();
        }
        stuck.leave();
        gate.enter();
        line.snapshot(6);
        assertThat(line.complete(6)).hasValue(5);
    }

    @Test
    void abortedCheckpoint_isNeverCommitted() {
        line.snapshot(1);
        assertThat(line.complete(1)).hasValue(1);
        Pass pass = gate.enter();
        line.snapshot(2);
        pass.leave();
        line.abort(2);
        gate.enter();
        line.snapshot(3);
        assertThat(line.complete(3)).isEmpty();
    }

    @Test
    void whatLeftByAnAbortedCheckpoint_isCommittedByTheNext() {
        Pass pass = gate.enter();
        line.snapshot(1);
        assertThat(line.complete(1)).isEmpty();
        pass.leave();
        line.snapshot(2);
        line.abort(2);
        gate.enter();
        line.snapshot(3);
        assertThat(line.complete(3)).hasValue(1);
    }

    @Test
    void completionsOutOfOrder_neverGoBack() {
        line.snapshot(1);
        line.snapshot(2);
        assertThat(line.complete(2)).hasValue(2);
        assertThat(line.complete(1)).isEmpty();
        gate.enter();
        line.snapshot(3);
        assertThat(line.complete(3)).isEmpty();
    }

    @Test
    void completionOfACheckpointNeverSeen_commitsNothing() {
        assertThat(line.complete(7)).isEmpty();
        line.snapshot(8);
        assertThat(line.complete(8)).hasValue(8);
    }

    @Test
    void manyEpochs_areCommittedInOrderAsTheyDrain() {
        List<Pass> passes = new ArrayList<>();
        for (int checkpoint = 1; checkpoint <= 5; checkpoint++) {
            passes.add(gate.enter());
            line.snapshot(checkpoint);
            assertThat(line.complete(checkpoint)).isEmpty();
        }
        passes.get(2).leave();
        passes.get(0).leave();
        line.snapshot(6);
        assertThat(line.complete(6)).hasValue(1);
        passes.get(1).leave();
        line.snapshot(7);
        assertThat(line.complete(7)).hasValue(3);
    }
}
