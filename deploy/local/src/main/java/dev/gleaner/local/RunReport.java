package dev.gleaner.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.spec.JobSpec;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** What a run tells its user. Used by one thread. */
final class RunReport {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    // Numbers as they are written: no 3.675E-4.
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private final PrintStream out;
    private final ProgressDisplay display;

    /**
     * @param terminalColumns the width of the terminal, or 0 if {@code out} is none
     */
    RunReport(PrintStream out, int terminalColumns) {
        this.out = out;
        this.display = new ProgressDisplay(out, terminalColumns);
    }

    void starting() {
        out.println("starting Kafka, Flink and the endpoint …");
    }

    void started(JobSpec job, LocalCluster cluster) {
        out.println("  Kafka    " + job.source().bootstrapServers());
        out.println("  Gemini   " + job.enrichment().model().endpoint());
        out.println("  Flink    " + cluster.webAddress());
    }

    void loaded(long records, JsonRecords input, JobSpec job) {
        out.printf(
                Locale.ROOT,
                "%,d records of %s are in topic %s%n",
                records,
                input.file().getFileName(),
                job.source().topics().get(0));
    }

    void progress(Progress progress) {
        display.show(progress);
    }

    void leaveProgress() {
        display.leave();
    }

    void ended(List<byte[]> samples, RunSummary summary) {
        for (byte[] sample : samples) {
            out.println(indented(sample));
        }
        out.println();
        out.print(summary.text());
    }

    void keepsRunning(LocalCluster cluster) {
        out.println();
        out.println("still up: " + cluster.webAddress() + " (Ctrl-C to stop)");
    }

    private static String indented(byte[] enriched) {
        try {
            return MAPPER.readTree(enriched).toPrettyString();
        } catch (JsonProcessingException e) {
            return new String(enriched, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // bytes in memory: does not happen
        }
    }
}
