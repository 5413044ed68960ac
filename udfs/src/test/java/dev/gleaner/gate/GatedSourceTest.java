package dev.gleaner.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.DynamicFilteringInfo;
import org.apache.flink.api.connector.source.DynamicParallelismInference;
import org.apache.flink.api.connector.source.ExternallyInducedSourceReader;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SupportsSplitReassignmentOnRecovery;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;
import org.apache.flink.streaming.api.operators.OutputTypeConfigurable;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GatedSourceTest {

    @Test
    void typeOfTheRecords_isTheSources() {
        assertThat(GatedSource.around(new NumberSequenceSource(0, 9)).getProducedType())
                .isEqualTo(Types.LONG);
    }

    @Test
    void typeOfTheRecords_ofASourceThatDoesNotSay_isReadFromItsClass() {
        assertThat(GatedSource.around(new Plain(FakeReader::new)).getProducedType())
                .isEqualTo(Types.LONG);
    }

    @Test
    void everythingTheSourceMakes_isItsOwn() throws Exception {
        NumberSequenceSource source = new NumberSequenceSource(0, 9);
        GatedSource<Long, ?, ?> gated = GatedSource.around(source);
        assertThat(gated.getBoundedness()).isEqualTo(Boundedness.BOUNDED);
        assertThat(gated.getSplitSerializer()).hasSameClassAs(source.getSplitSerializer());
        assertThat(gated.getEnumeratorCheckpointSerializer())
                .hasSameClassAs(source.getEnumeratorCheckpointSerializer());
        assertThat(gated.declareWatermarks()).isEmpty();
    }

    @Test
    void gatedSource_travels() throws Exception {
        GatedSource<Long, ?, ?> gated = GatedSource.around(new NumberSequenceSource(0, 9));
        assertThat(InstantiationUtil.clone(gated).getProducedType()).isEqualTo(Types.LONG);
    }

    @Test
    void whatFlinkAsksFor_isAnsweredByTheSource() {
        Talented source = new Talented();
        GatedSource<Long, ?, ?> gated = GatedSource.around(source);
        assertThat(gated).isInstanceOf(SupportsSplitReassignmentOnRecovery.class);
        assertThat(gated.getLineageVertex()).isSameAs(source.vertex);
        assertThat(gated.inferParallelism(new NoContext())).isEqualTo(42);
        gated.setOutputType(Types.LONG, new ExecutionConfig());
        assertThat(source.type).isEqualTo(Types.LONG);
    }

    @Test
    void whatFlinkAsksFor_isLeftToFlink_ifTheSourceHasNoAnswer() {
        GatedSource<Long, ?, ?> gated = GatedSource.around(new Plain(FakeReader::new));
        assertThat(gated).isNotInstanceOf(SupportsSplitReassignmentOnRecovery.class);
        assertThat(gated.getLineageVertex()).isNull();
        assertThat(gated.inferParallelism(new NoContext()))
                .isEqualTo(ExecutionConfig.PARALLELISM_DEFAULT);
        gated.setOutputType(Types.LONG, new ExecutionConfig());
    }

    @Test
    @SuppressWarnings("NullAway") // nobody looks at the context
    void sourceThatTriggersCheckpoints_isRefused_andClosed() {
        Inducing reader = new Inducing();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GatedSource.around(new Plain(() -> reader)).createReader(null))
                .withMessageContaining("Plain");
        assertThat(reader.asked).containsExactly("close");
    }

    @SuppressWarnings("try") // Flink declares that close throws any exception
    private static final class Inducing extends FakeReader
            implements ExternallyInducedSourceReader<Long, NumberSequenceSplit> {
        @Override
        public Optional<Long> shouldTriggerCheckpoint() {
            return Optional.empty();
        }
    }

    private record NoContext() implements DynamicParallelismInference.Context {
        @Override
        public Optional<DynamicFilteringInfo> getDynamicFilteringInfo() {
            return Optional.empty();
        }

        @Override
        public int getParallelismInferenceUpperBound() {
            return 64;
        }

        @Override
        public long getDataVolumePerTask() {
            return 1;
        }
    }

    private static class Plain implements Source<Long, NumberSequenceSplit, Integer> {
        private static final long serialVersionUID = 1L;
        private final transient Supplier<FakeReader> reader;

        private Plain(Supplier<FakeReader> reader) {
            this.reader = reader;
        }

        @Override
        public SourceReader<Long, NumberSequenceSplit> createReader(SourceReaderContext context) {
            return reader.get();
        }

        @Override
        public Boundedness getBoundedness() {
            return Boundedness.BOUNDED;
        }

        @Override
        public SplitEnumerator<NumberSequenceSplit, Integer> createEnumerator(
                SplitEnumeratorContext<NumberSequenceSplit> context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SplitEnumerator<NumberSequenceSplit, Integer> restoreEnumerator(
                SplitEnumeratorContext<NumberSequenceSplit> context, Integer checkpoint) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SimpleVersionedSerializer<NumberSequenceSplit> getSplitSerializer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SimpleVersionedSerializer<Integer> getEnumeratorCheckpointSerializer() {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Talented extends Plain
            implements LineageVertexProvider,
                    OutputTypeConfigurable<Long>,
                    DynamicParallelismInference,
                    SupportsSplitReassignmentOnRecovery {
        private static final long serialVersionUID = 1L;
        private final transient LineageVertex vertex = List::of;
        private transient @Nullable TypeInformation<Long> type;

        private Talented() {
            super(FakeReader::new);
        }

        @Override
        public LineageVertex getLineageVertex() {
            return vertex;
        }

        @Override
        public void setOutputType(TypeInformation<Long> output, ExecutionConfig config) {
            type = output;
        }

        @Override
        public int inferParallelism(Context context) {
            return 42;
        }
    }
}
