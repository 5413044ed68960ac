package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    @Test
    void readme_faults_areTheTableOfTheCode() throws IOException {
        String table =
                Arrays.stream(Fault.values())
                        .map(fault -> "| `" + fault + "` | " + fault.description() + " |")
                        .collect(Collectors.joining("\n"));
        assertThat(Files.readString(Path.of("README.md")))
                .contains("| --- | --- |\n" + table + "\n\n");
    }
}
