package dev.gleaner.job.kafka;

import java.io.Serializable;
import java.util.function.Function;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.CompressionType;
import org.jspecify.annotations.Nullable;

/**
 * How batches of records are compressed.
 *
 * @param type Kafka's name of the codec; none for no compression
 * @param level the codec's own level, or null for Kafka's default
 */
public record CodecSettings(String type, @Nullable Integer level) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Reads the settings as producers and topics have them: {@code compression.type} and {@code
     * compression.TYPE.level}.
     *
     * @param type of the two, as it is written
     * @param property the value of a property by its name, or null
     */
    static CodecSettings of(String type, Function<String, @Nullable String> property) {
        String level = property.apply("compression." + type + ".level");
        return new CodecSettings(
                type.equals("uncompressed") ? "none" : type,
                level == null ? null : Integer.valueOf(level.strip()));
    }

    Compression compression() {
        CompressionType codec = CompressionType.forName(type);
        if (level == null) {
            return Compression.of(codec).build();
        }
        return switch (codec) {
            case GZIP -> Compression.gzip().level(level).build();
            case LZ4 -> Compression.lz4().level(level).build();
            case ZSTD -> Compression.zstd().level(level).build();
            default -> Compression.of(codec).build();
        };
    }
}
