package dev.gleaner.gate;

import java.util.Set;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.functions.InvalidTypesException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.watermark.WatermarkDeclaration;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.DynamicParallelismInference;
import org.apache.flink.api.connector.source.ExternallyInducedSourceReader;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SupportsSplitReassignmentOnRecovery;
import org.apache.flink.api.java.typeutils.MissingTypeInfo;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.api.java.typeutils.TypeExtractor;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;
import org.apache.flink.streaming.api.operators.OutputTypeConfigurable;
import org.jspecify.annotations.Nullable;

/**
 * Any source, paused while the gate of the function chained behind it is closed. Splits, enumerator
 * and serializers are the source's own, and so is the state: a job can gain or lose the gate
 * between two runs.
 *
 * <p>Flink asks sources for further interfaces by {@code instanceof}. Those that have an answer for
 * "not me" are answered for all; the one that has none is implemented where the source does.
 *
 * @param <T> type of the records
 * @param <SplitT> type of the splits
 * @param <EnumChkT> type of the enumerator's state
 */
public class GatedSource<T, SplitT extends SourceSplit, EnumChkT>
        implements Source<T, SplitT, EnumChkT>,
                ResultTypeQueryable<T>,
                OutputTypeConfigurable<T>,
                LineageVertexProvider,
                DynamicParallelismInference {
    private static final long serialVersionUID = 1L;

    private final Source<T, SplitT, EnumChkT> source;

    private GatedSource(Source<T, SplitT, EnumChkT> source) {
        this.source = source;
    }

    /** Puts a gate around a source. */
    public static <T, SplitT extends SourceSplit, EnumChkT> GatedSource<T, SplitT, EnumChkT> around(
            Source<T, SplitT, EnumChkT> source) {
        return source instanceof SupportsSplitReassignmentOnRecovery
                ? new Reassigning<>(source)
                : new GatedSource<>(source);
    }

    private static final class Reassigning<T, SplitT extends SourceSplit, EnumChkT>
            extends GatedSource<T, SplitT, EnumChkT>
            implements SupportsSplitReassignmentOnRecovery {
        private static final long serialVersionUID = 1L;

        private Reassigning(Source<T, SplitT, EnumChkT> source) {
            super(source);
        }
    }

    /**
     * @throws IllegalArgumentException if the source takes checkpoints when it sees fit, for it
     *     could not while the gate is closed
     */
    @Override
    public SourceReader<T, SplitT> createReader(SourceReaderContext context) throws Exception {
        SourceReader<T, SplitT> reader = source.createReader(context);
        if (reader instanceof ExternallyInducedSourceReader) {
            reader.close();
            throw new IllegalArgumentException(
                    "A source that triggers checkpoints itself cannot be gated: "
                            + source.getClass().getName());
        }
        return new GatedSourceReader<>(reader);
    }

    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    public SplitEnumerator<SplitT, EnumChkT> createEnumerator(
            SplitEnumeratorContext<SplitT> context) throws Exception {
        return source.createEnumerator(context);
    }

    @Override
    public SplitEnumerator<SplitT, EnumChkT> restoreEnumerator(
            SplitEnumeratorContext<SplitT> context, EnumChkT checkpoint) throws Exception {
        return source.restoreEnumerator(context, checkpoint);
    }

    @Override
    public SimpleVersionedSerializer<SplitT> getSplitSerializer() {
        return source.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<EnumChkT> getEnumeratorCheckpointSerializer() {
        return source.getEnumeratorCheckpointSerializer();
    }

    @Override
    public Set<? extends WatermarkDeclaration> declareWatermarks() {
        return source.declareWatermarks();
    }

    @Override
    @SuppressWarnings("unchecked") // the source says so itself, or Flink reads it from its class
    public TypeInformation<T> getProducedType() {
        if (source instanceof ResultTypeQueryable<?> typed) {
            return (TypeInformation<T>) typed.getProducedType();
        }
        try {
            return TypeExtractor.createTypeInfo(Source.class, source.getClass(), 0, null, null);
        } catch (InvalidTypesException unknown) {
            return (TypeInformation<T>) new MissingTypeInfo("source", unknown);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // it produces T
    public void setOutputType(TypeInformation<T> type, ExecutionConfig config) {
        if (source instanceof OutputTypeConfigurable<?> configurable) {
            ((OutputTypeConfigurable<T>) configurable).setOutputType(type, config);
        }
    }

    @Override
    public @Nullable LineageVertex getLineageVertex() {
        return source instanceof LineageVertexProvider known ? known.getLineageVertex() : null;
    }

    @Override
    public int inferParallelism(Context context) {
        return source instanceof DynamicParallelismInference inference
                ? inference.inferParallelism(context)
                : ExecutionConfig.PARALLELISM_DEFAULT;
    }
}
