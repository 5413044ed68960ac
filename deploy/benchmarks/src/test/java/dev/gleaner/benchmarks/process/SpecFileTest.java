package dev.gleaner.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.spec.Delivery;
import dev.gleaner.spec.JobSpec;
import dev.gleaner.spec.SpecLoader;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecFileTest {
    private static final Path EXAMPLES = Path.of("../examples/bank-messages");

    private static JobSpec written(Path directory, Map<String, Object> changes) throws Exception {
        Path file =
                SpecFile.write(
                        directory,
                        EXAMPLES,
                        URI.create("http://127.0.0.1:1"),
                        new Topics("127.0.0.1:2", "in", "out", "dead"),
                        changes);
        return SpecLoader.load(file, name -> null);
    }

    @Test
    void written_isTheExample_turnedTowardsTheBenchmark(@TempDir Path directory) throws Exception {
        JobSpec spec = written(directory, Map.of());
        assertThat(spec.source().bootstrapServers()).isEqualTo("127.0.0.1:2");
        assertThat(spec.source().topics()).containsExactly("in");
        assertThat(spec.enrichment().model().endpoint())
                .isEqualTo(URI.create("http://127.0.0.1:1"));
        assertThat(spec.sink().topic()).isEqualTo("out");
        assertThat(spec.deadLetter().topic()).isEqualTo("dead");
        assertThat(spec.enrichment().prompt().user()).contains("{{text}}");
        assertThat(spec.enrichment().output().responseSchema().has("properties")).isTrue();
    }

    @Test
    void changes_areLaidOver_alsoWhereTheExampleHasNothing(@TempDir Path directory)
            throws Exception {
        Map<String, Object> changes =
                Map.of("async.capacity", 7, "sink.delivery", "at-least-once", "name", "x");
        JobSpec spec = written(directory, changes);
        assertThat(spec.enrichment().async().capacity()).isEqualTo(7);
        assertThat(spec.sink().delivery()).isEqualTo(Delivery.AT_LEAST_ONCE);
        assertThat(spec.name()).isEqualTo("x");
    }
}
