package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gleaner.job.JobMain;
import dev.gleaner.simulator.AcceptedKey;
import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Fault;
import dev.gleaner.simulator.SimulatorSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a spec in the endpoint's eyes is known before the job is submitted. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class CanaryITCase {
    private static final String KEY = "the-right-key-4711";

    private static EndToEnd system;

    @SuppressWarnings("NullAway.Init") // JUnit sets it
    @TempDir
    Path folder;

    @BeforeAll
    @Timeout(60)
    static void start(@TempDir Path directory) throws Exception {
        system =
                EndToEnd.start(
                        directory,
                        SimulatorSettings.defaults().withKey(AcceptedKey.only(KEY)),
                        KEY);
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "any-json",
                "bank-messages",
                "calculations",
                "every-setting",
                "fallback",
                "few-shot",
                "function",
                "images",
                "labels",
                "look-up",
                "maps",
                "photos",
                "prompt-cache",
                "scans",
                "search",
                "streaming",
                "summaries",
                "thinking",
                "web-pages",
                "word-counts"
            })
    void example_isTaken_withoutARecord(String example) throws Exception {
        check(system.trial().spec(example));

        assertThat(system.simulator().stats().accepted()).isPositive();
        assertThat(system.simulator().stats().rejectedTotal()).isZero();
    }

    @Test
    void settingThatTheEndpointDoesNotKnow_isRefusedWithItsReason() throws Exception {
        SpecText spec =
                system.trial()
                        .spec()
                        .with(
                                "model.generationConfig",
                                Map.of("imageConfig", Map.of("aspect", "wide")));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> check(spec))
                .withMessageContaining("CONFIGURATION_REJECTED")
                .withMessageContaining("Unknown name")
                .withMessageContaining("--no-canary");
    }

    @Test
    void schemaThatIsTooComplex_isRefused() throws Exception {
        Trial trial = system.trial();
        system.simulator().control(Control.none().withFault(Fault.SCHEMA_TOO_COMPLEX, 1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> check(trial.spec()))
                .withMessageContaining("SCHEMA_REJECTED");
    }

    @Test
    void wrongKeyAndUnknownModel_areRefused() throws Exception {
        Trial trial = system.trial();
        Path wrongKey = Files.writeString(folder.resolve("wrong-key"), "the-wrong-key-4711");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> check(trial.spec().with("model.apiKey", "file:" + wrongKey)))
                .withMessageContaining("API_KEY_REJECTED")
                .withMessageNotContaining("4711");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check(trial.spec().with("model.name", "palm-2")))
                .withMessageContaining("MODEL_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RATE_LIMITED", "UNAVAILABLE"})
    void endpointThatIsBusy_isNoObstacle(Fault fault) throws Exception {
        Trial trial = system.trial();
        system.simulator().control(Control.none().withFault(fault, 1));

        check(trial.spec());

        assertThat(system.simulator().stats().accepted()).isZero();
    }

    @Test
    void noCanary_asksNobody() throws Exception {
        check(system.trial().spec().with("model.name", "palm-2"), "--no-canary");

        assertThat(system.simulator().stats().requests()).isZero();
    }

    private void check(SpecText spec, String... more) throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("spec.yaml"),
                        spec.with("sink.delivery", "at-least-once").yaml());
        Path schema = folder.resolve("answer.schema.json");
        if (Files.notExists(schema)) {
            Files.copy(SpecText.EXAMPLES.resolve("bank-messages/answer.schema.json"), schema);
        }
        List<String> arguments = new ArrayList<>(List.of("--check", "--spec", file.toString()));
        arguments.addAll(List.of(more));
        JobMain.main(arguments.toArray(String[]::new));
    }
}
