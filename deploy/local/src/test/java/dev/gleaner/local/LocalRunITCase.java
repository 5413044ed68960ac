package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LocalRunITCase {
    private final Path directory;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    LocalRunITCase(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void everyRecordComesOutOnce_summaryIsComplete() throws Exception {
        RunSummary summary = run(1, 5_000, "");
        assertThat(summary.isComplete()).isTrue();
        assertThat(summary.counts().distinctOffsets()).isEqualTo(5_000);
        assertThat(summary.counts().tokens()).isEqualTo(50_000);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("read 5,000 of 5,000 · enriched 5,000 · dead letters 0 · in flight 0")
                .containsPattern("each source offset once +yes")
                .contains("\"totalTokenCount\" : 10");
    }

    @Test
    void recordsThatComeOutTwice_areNoCompleteRun() throws Exception {
        RunSummary summary = run(2, 100, "");
        assertThat(summary.isComplete()).isFalse();
        assertThat(summary.text()).contains("no: 0 missing, 100 repeated");
    }

    @Test
    void jobThatFails_isToldByItsRootCause() {
        assertThatThrownBy(() -> run(1, 100, "{\"n\":\"poison\"}"))
                .isInstanceOf(JobFailedException.class)
                .hasMessage("The job failed: API key rejected: check model.apiKey");
    }

    private RunSummary run(int copies, int records, String last) throws Exception {
        String lines =
                IntStream.range(0, records)
                        .mapToObj(n -> "{\"n\":" + n + "}\n")
                        .collect(Collectors.joining());
        Path input = Files.writeString(directory.resolve("in.jsonl"), lines + last);
        LocalRun run =
                new LocalRun(
                        new PassThroughJob(copies),
                        new RunReport(new PrintStream(printed, true, StandardCharsets.UTF_8), 0));
        return run.run(
                new RunSettings(
                        Path.of("../examples/bank-messages/spec.yaml"),
                        new JsonRecords(input, null),
                        null,
                        2,
                        false));
    }
}
