package dev.gleaner.model;

import static org.apache.flink.types.PojoTestUtils.assertSerializedAsPojoWithoutKryo;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTypesTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                SourceRecord.class,
                EnrichmentResult.class,
                CallSummary.class,
                Failure.class,
                RejectedAnswer.class
            })
    void streamType_isSerializedAsPojo_withoutKryo(Class<?> type) {
        assertSerializedAsPojoWithoutKryo(type);
    }
}
