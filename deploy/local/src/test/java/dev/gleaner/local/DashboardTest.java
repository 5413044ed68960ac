package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.enrich.EnrichmentMetric;
import dev.gleaner.model.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dashboard's file; {@code -Dgleaner.update=true} writes it anew. */
class DashboardTest {
    private static final Path FILE = Path.of("../monitoring/grafana/dashboards/gleaner.json");
    private static final Pattern SERIES = Pattern.compile("flink_\\w+");

    @Test
    void file_isWhatTheMetricsMakeIt() throws IOException {
        String expected =
                JsonMapper.builder()
                                .enable(SerializationFeature.INDENT_OUTPUT)
                                .build()
                                .writeValueAsString(Dashboard.toJson())
                        + "\n";
        if (Boolean.getBoolean("gleaner.update")) {
            Files.writeString(FILE, expected);
            return;
        }
        assertThat(Files.readString(FILE))
                .as("gleaner.json is stale; run: mvn verify -Dgleaner.update=true")
                .isEqualTo(expected);
    }

    @Test
    void everyMetricAndEveryKindOfFailure_isInAPanel() {
        List<String> shown =
                Dashboard.panels().stream()
                        .flatMap(panel -> panel.queries().stream())
                        .flatMap(query -> SERIES.matcher(query.expression()).results())
                        .map(match -> match.group())
                        .toList();
        assertThat(shown)
                .containsAll(Stream.of(EnrichmentMetric.values()).map(MetricSeries::of).toList())
                .containsAll(Stream.of(FailureKind.values()).map(MetricSeries::of).toList());
    }
}
