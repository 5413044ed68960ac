package dev.gleaner.job;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobMainTest {
    private static final String SPEC =
            """
            name: tiny
            source: {bootstrapServers: "127.0.0.1:1", topics: [in], stopAt: latest}
            model: {endpoint: "http://localhost:1", name: gemini-x, apiKey: "env:KEY"}
            prompt: {user: "{{record}}"}
            output: {responseSchema: {type: STRING}}
            sink: {topic: out}
            deadLetter: {topic: dead}
            """;

    @Test
    void help_startsNothing() {
        assertThatNoException().isThrownBy(() -> JobMain.main("--help"));
    }

    @ParameterizedTest
    @CsvSource({
        "--spec=x --spce=y, Unknown option: '--spce=y'",
        "--check, Missing required option: '--spec=FILE'",
    })
    void wrongOption_isOneLine(String arguments, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobMain.main(arguments.split(" ")))
                .withMessageContaining(message)
                .withMessageEndingWith("--help lists the options");
    }

    @Test
    void specThatIsNotThere_isNamed(@TempDir Path folder) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobMain.main("--spec", folder.resolve("no.yaml").toString()))
                .withMessageContaining("no.yaml");
    }

    @Test
    void specWithProblems_isRefused_withAllOfThem(@TempDir Path folder) throws IOException {
        Path spec =
                Files.writeString(
                        folder.resolve("spec.yaml"),
                        SPEC.replace("topics", "topcis").replace("{{record}}", "{{}}"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobMain.main("--spec", spec.toString()))
                .withMessageContaining("did you mean \"topics\"?")
                .withMessageContaining("prompt.user");
    }

    @Test
    void exactlyOnce_withoutCheckpoints_isRefused(@TempDir Path folder) throws IOException {
        Path spec =
                Files.writeString(
                        folder.resolve("spec.yaml"),
                        SPEC.replace("{topic: out}", "{topic: out, delivery: exactly-once}"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobMain.main("--spec", spec.toString()))
                .withMessageContaining("execution.checkpointing.interval");
    }
}
