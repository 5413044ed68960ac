package dev.gleaner.local.containers;

import java.nio.file.Path;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;

/** Runs a file of SQL statements, as {@code sql-client.sh -f} does, which not every image has. */
public final class SqlMain {
    private SqlMain() {}

    /** Runs the file that the argument names, and waits for its last job. */
    public static void main(String[] arguments) throws Exception {
        TableEnvironment sql =
                TableEnvironment.create(
                        EnvironmentSettings.newInstance().inStreamingMode().build());
        for (String statement : SqlScript.read(Path.of(arguments[0]))) {
            if (statement.startsWith("SET")) {
                String[] parts = statement.split("'", -1);
                sql.getConfig().set(parts[1], parts[3]);
                continue;
            }
            TableResult result = sql.executeSql(statement);
            if (statement.startsWith("INSERT")) {
                result.await();
            }
        }
    }
}
