package dev.gleaner.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatedSourceReaderTest {
    private final ReaderOutput<Long> output = new NoOutput();
    private final Gate gate = new Gate(2, 0);
    private final FakeReader source = new FakeReader();
    private final GatedSourceReader<Long, NumberSequenceSplit> reader =
            new GatedSourceReader<>(source);

    @BeforeEach
    void start() {
        Gates.install(gate);
        reader.start();
        source.asked.clear();
    }

    @AfterEach
    void leaveNoGateBehind() {
        Gates.remove();
    }

    @Test
    void start_withoutAGateOnTheThread_saysWhatIsWrong() {
        Gates.remove();
        assertThatIllegalStateException()
                .isThrownBy(() -> new GatedSourceReader<>(source).start())
                .withMessageContaining("chained");
    }

    @Test
    void start_tellsTheFunction_beforeAnythingIsRead() {
        Gate another = new Gate(2, 0);
        assertThat(another.whenStarted()).isNotDone();
        Gates.install(another);
        FakeReader fresh = new FakeReader();
        var asked = another.whenStarted().thenApply(unused -> List.copyOf(fresh.asked));
        new GatedSourceReader<>(fresh).start();
        assertThat(asked).isCompletedWithValue(List.of());
    }

    @Test
    void open_givesWhatTheSourceGives() throws Exception {
        source.statuses.addAll(List.of(InputStatus.MORE_AVAILABLE, InputStatus.NOTHING_AVAILABLE));
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.MORE_AVAILABLE);
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(reader.isAvailable()).isSameAs(source.available);
    }

    @Test
    void closed_givesNothing_andAsksTheSourceNothing() throws Exception {
        gate.enter();
        gate.enter();
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(source.asked).isEmpty();
    }

    @Test
    void closed_isAvailableWhenTheGateOpens() {
        Pass first = gate.enter();
        Pass second = gate.enter();
        source.available.complete(null);
        CompletableFuture<Void> available = reader.isAvailable();
        assertThat(available).isNotDone();
        first.leave();
        second.leave();
        assertThat(available).isDone();
        assertThat(reader.isAvailable()).isSameAs(source.available);
    }

    @Test
    void endOfInput_isHeldBackUntilNothingIsInside() throws Exception {
        Pass pass = gate.enter();
        source.statuses.add(InputStatus.END_OF_INPUT);
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        CompletableFuture<Void> available = reader.isAvailable();
        assertThat(available).isNotDone();
        pass.leave();
        assertThat(available).isDone();
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.END_OF_INPUT);
        assertThat(source.asked).containsExactly("poll");
    }

    @Test
    void endOfInput_withNothingInside_isTheEnd() throws Exception {
        source.statuses.add(InputStatus.END_OF_INPUT);
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.END_OF_INPUT);
    }

    @Test
    void completedCheckpoint_isPassedOnOnceItsElementsHaveLeft() throws Exception {
        Pass pass = gate.enter();
        assertThat(reader.snapshotState(1)).isSameAs(source.splits);
        reader.notifyCheckpointComplete(1);
        assertThat(source.asked).containsExactly("snapshot 1");
        pass.leave();
        gate.enter();
        reader.snapshotState(2);
        reader.notifyCheckpointComplete(2);
        assertThat(source.asked).containsExactly("snapshot 1", "snapshot 2", "complete 1");
    }

    @Test
    void everythingElse_isPassedOn() throws Exception {
        reader.addSplits(source.splits);
        reader.notifyNoMoreSplits();
        reader.handleSourceEvents(new Event());
        reader.notifyCheckpointAborted(3);
        reader.pauseOrResumeSplits(List.of("a"), List.of("b"));
        reader.close();
        assertThat(source.asked)
                .containsExactly(
                        "add " + source.splits,
                        "no more",
                        "event an event",
                        "aborted 3",
                        "pause [a] resume [b]",
                        "close");
    }

    /** The fake reader emits nothing. */
    private static final class NoOutput implements ReaderOutput<Long> {
        @Override
        public void collect(Long record) {}

        @Override
        public void collect(Long record, long timestamp) {}

        @Override
        public void emitWatermark(Watermark watermark) {}

        @Override
        public void markIdle() {}

        @Override
        public void markActive() {}

        @Override
        public SourceOutput<Long> createOutputForSplit(String splitId) {
            return this;
        }

        @Override
        public void releaseOutputForSplit(String splitId) {}
    }

    private static final class Event implements SourceEvent {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            return "an event";
        }
    }
}
