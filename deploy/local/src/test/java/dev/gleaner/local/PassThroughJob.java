package dev.gleaner.local;

import dev.gleaner.spec.JobSpec;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A job without calls: what it writes looks enriched, as far as it is counted.
 *
 * @param copies how often each record is written
 */
record PassThroughJob(int copies) implements JobSubmission {

    @Override
    public JobClient submit(StreamExecutionEnvironment environment, JobSpec spec) throws Exception {
        KafkaSource<String> source =
                KafkaSource.<String>builder()
                        .setBootstrapServers(spec.source().bootstrapServers())
                        .setTopics(spec.source().topics())
                        .setStartingOffsets(OffsetsInitializer.earliest())
                        .setBounded(OffsetsInitializer.latest())
                        .setDeserializer(new Envelope(copies))
                        .build();
        KafkaSink<String> sink =
                KafkaSink.<String>builder()
                        .setBootstrapServers(spec.sink().bootstrapServers())
                        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                        .setTransactionalIdPrefix("pass-through")
                        .setProperty("transaction.timeout.ms", "60000")
                        .setRecordSerializer(new Out(spec.sink().topic()))
                        .build();
        environment.fromSource(source, WatermarkStrategy.noWatermarks(), "messages").sinkTo(sink);
        return environment.executeAsync("pass-through");
    }

    /** Fails on a record that says so. */
    private record Envelope(int copies)
            implements KafkaRecordDeserializationSchema<String>, Serializable {
        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> read, Collector<String> out) {
            String value = new String(read.value(), StandardCharsets.UTF_8);
            if (value.contains("poison")) {
                throw new IllegalStateException("API key rejected: check model.apiKey");
            }
            for (int copy = 0; copy < copies; copy++) {
                out.collect(
                        "{\"source\":{\"topic\":\"messages\",\"partition\":%d,\"offset\":%d,\"timestamp\":1},"
                                        .formatted(read.partition(), read.offset())
                                + "\"usageMetadata\":{\"totalTokenCount\":10},\"record\":"
                                + value
                                + "}");
            }
        }

        @Override
        public org.apache.flink.api.common.typeinfo.TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }

    private record Out(String topic) implements KafkaRecordSerializationSchema<String> {
        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                String element, KafkaSinkContext context, Long timestamp) {
            return new ProducerRecord<>(topic, element.getBytes(StandardCharsets.UTF_8));
        }
    }
}
