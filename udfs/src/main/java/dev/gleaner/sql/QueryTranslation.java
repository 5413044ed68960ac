package dev.gleaner.sql;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.enrich.EnrichmentSettings;
import dev.gleaner.enrich.EnrichmentSettings.Tombstones;
import dev.gleaner.model.RecordFormat;
import dev.gleaner.spec.EnrichmentSpec;
import dev.gleaner.spec.SpecException;
import dev.gleaner.spec.SpecLoader;
import dev.gleaner.translation.EnrichmentTranslation;
import dev.gleaner.translation.EnrichmentTranslation.Records;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/** From the options of a query to what its calls need, by way of the spec and all its checks. */
final class QueryTranslation {
    private QueryTranslation() {}

    /**
     * Returns what options say, as a spec has it.
     *
     * @throws IllegalArgumentException if one cannot be read
     */
    static ObjectNode write(ReadableConfig options) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        GeminiOptions.OF_SPEC.forEach(option -> option.write(options, spec));
        return spec;
    }

    /**
     * Reads a spec.
     *
     * @param written the keys of what was written for paths that no option says
     * @throws IllegalArgumentException with everything in which it does not fit together
     */
    static EnrichmentSpec read(ObjectNode spec, Map<String, String> written) {
        try {
            return SpecLoader.enrichment(spec);
        } catch (SpecException unfit) {
            // Not as the cause: SQL clients show the last one only, which has the spec's words.
            throw new IllegalArgumentException(
                    unfit.problems().stream()
                            .map(problem -> OptionNames.describe(problem, written))
                            .distinct()
                            .collect(Collectors.joining("\n")));
        }
    }

    /**
     * Translates a spec.
     *
     * @param classes where functions of users are
     * @throws IllegalArgumentException if it does not fit together
     */
    static EnrichmentSettings translate(
            EnrichmentSpec spec, ReadableConfig options, ClassLoader classes) {
        MemorySize most = options.get(GeminiOptions.MAX_RECORD_BYTES);
        if (most.getBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    GeminiOptions.MAX_RECORD_BYTES.key() + " must be less than 2 gb");
        }
        return EnrichmentTranslation.of(
                spec,
                new Records(
                        RecordFormat.JSON, (int) most.getBytes(), false, Tombstones.PASS, "", null),
                classes);
    }
}
