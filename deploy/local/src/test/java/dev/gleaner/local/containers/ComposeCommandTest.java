package dev.gleaner.local.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComposeCommandTest {
    private static final Pattern COMMAND = Pattern.compile("(?m)^docker compose [^#\\n]*[^#\\s]");

    @Test
    void readme_givesTheCommandsThatAreTested() throws IOException {
        String readme = Files.readString(Path.of("../../README.md"));
        assertThat(COMMAND.matcher(readme).results().map(found -> found.group()).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(ComposeCommand.values()).map(ComposeCommand::text).toList());
    }
}
