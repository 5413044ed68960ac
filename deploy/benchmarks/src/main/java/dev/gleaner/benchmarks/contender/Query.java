package dev.gleaner.benchmarks.contender;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** Contender (f): {@code ML_PREDICT} with Gleaner's provider, which asks what all others ask. */
final class Query {
    private static final String MODEL =
            """
            CREATE MODEL sorter
            INPUT (`text` STRING)
            OUTPUT (`answer` ROW<%s>, `status` STRING)
            WITH (
              'provider' = 'gemini',
              'model' = '%s',
              'endpoint' = '%s',
              'api-key' = 'file:%s',
              'prompt.system' = '%s',
              'prompt' = '%s',
              'async.limit' = '%d',
              'output.answer.required' = 'true',
              'output.answer.topic.enum' = 'card;transfer;top_up;fees;identity;account;other',
              'output.answer.sentiment.enum' = 'positive;neutral;negative',
              'output.status.metadata' = 'status')
            """;

    /** Like the properties of the example's schema. */
    private static final String COLUMNS =
            "`topic` STRING NOT NULL, `urgency` INT NOT NULL, `sentiment` STRING NOT NULL,"
                    + " `summary` STRING NOT NULL, `needs_human` BOOLEAN NOT NULL";

    private Query() {}

    static void define(
            StreamExecutionEnvironment env, ClientSettings settings, DataStream<String> messages)
            throws Exception {
        Question question = Question.read(settings.examples());
        Path key = Files.writeString(settings.directory().resolve("key"), "benchmark");
        StreamTableEnvironment tables =
                StreamTableEnvironment.create(
                        env, EnvironmentSettings.newInstance().inStreamingMode().build());
        tables.executeSql(
                MODEL.formatted(
                        COLUMNS,
                        question.model(),
                        settings.endpoint(),
                        key,
                        quoted(question.system()),
                        quoted(question.user()),
                        settings.capacity()));
        String prefix = "table.exec.async-ml-predict.";
        tables.getConfig()
                .set(prefix + "max-concurrent-operations", String.valueOf(settings.capacity()));
        tables.getConfig().set(prefix + "output-mode", "ALLOW_UNORDERED");
        tables.getConfig().set(prefix + "timeout", "0 s");
        tables.createTemporaryView("messages", messages);
        tables.createTemporaryView(
                "texts",
                tables.sqlQuery("SELECT JSON_VALUE(f0, '$.text') AS `text` FROM messages"));
        tables.toDataStream(
                        tables.sqlQuery(
                                "SELECT * FROM ML_PREDICT(TABLE texts, MODEL sorter,"
                                        + " DESCRIPTOR(`text`))"))
                .sinkTo(new DiscardingSink<>());
    }

    private static String quoted(String text) {
        return text.replace("'", "''");
    }
}
