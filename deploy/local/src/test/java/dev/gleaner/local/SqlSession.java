package dev.gleaner.local;

import dev.gleaner.simulator.SimulatorServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CollectionUtil;

/**
 * A session of Flink SQL.
 *
 * @param simulator that models are asked at
 * @param keyFile with a key for it
 */
record SqlSession(StreamTableEnvironment sql, SimulatorServer simulator, Path keyFile) {

    static SqlSession open(LocalCluster cluster, SimulatorServer simulator, Path keyFile) {
        return new SqlSession(
                StreamTableEnvironment.create(
                        cluster.environment(),
                        EnvironmentSettings.newInstance().inStreamingMode().build()),
                simulator,
                keyFile);
    }

    /** Has the view {@code tickets} consist of some rows of id, subject and body. */
    void tickets(List<String> rows) {
        sql.executeSql("DROP TEMPORARY VIEW IF EXISTS tickets");
        sql.executeSql(
                "CREATE TEMPORARY VIEW tickets AS SELECT id, subject, CAST(body AS"
                        + " STRING) AS body FROM (VALUES "
                        + String.join(", ", rows)
                        + ") AS t (id, subject, body)");
    }

    /** Creates the model {@code m}. */
    void model(String input, String output, Map<String, String> more) {
        model("m", input, output, more);
    }

    /** Creates a model with the usual way to the simulator, and further options. */
    void model(String name, String input, String output, Map<String, String> more) {
        Map<String, String> options =
                new TreeMap<>(
                        Map.of(
                                "provider", "gemini",
                                "model", "gemini-3.5-flash",
                                "endpoint", simulator.baseUri().toString(),
                                "api-key", "file:" + keyFile,
                                "call.backoff.initial", "20 ms"));
        options.putAll(more);
        sql.executeSql(
                "CREATE MODEL %s INPUT (%s) OUTPUT (%s) WITH (%s)"
                        .formatted(name, input, output, with(options)));
    }

    static String with(Map<String, String> options) {
        List<String> all = new ArrayList<>();
        options.forEach((key, value) -> all.add("'%s' = '%s'".formatted(key, value)));
        return String.join(", ", all);
    }

    List<Row> rows(String query) {
        return CollectionUtil.iteratorToList(sql.executeSql(query).collect());
    }
}
