package dev.gleaner.sql;

import dev.gleaner.enrich.EnrichmentSettings;
import java.io.Serializable;
import java.util.Map;
import org.apache.flink.table.types.logical.RowType;

/**
 * What the calls for rows need to know, without secrets.
 *
 * @param name of the model, for people
 * @param settings of the calls
 * @param input columns that become a record
 * @param output columns that the answer becomes
 * @param metadata what columns of the output hold that are not the answer's, by their names
 * @param failsJob whether a row that fails ends the job
 */
record RowModel(
        String name,
        EnrichmentSettings settings,
        RowType input,
        RowType output,
        Map<String, String> metadata,
        boolean failsJob)
        implements Serializable {

    RowModel {
        metadata = Map.copyOf(metadata);
    }
}
