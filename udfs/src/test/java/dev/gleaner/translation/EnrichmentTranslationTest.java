package dev.gleaner.translation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.attachment.AttachmentSettings;
import dev.gleaner.enrich.EnrichmentSettings;
import dev.gleaner.enrich.EnrichmentSettings.Tombstones;
import dev.gleaner.enrich.OutageSettings;
import dev.gleaner.limit.BudgetAction;
import dev.gleaner.limit.BudgetSettings;
import dev.gleaner.limit.QuotaSettings;
import dev.gleaner.model.RecordFormat;
import dev.gleaner.spec.SpecException;
import dev.gleaner.spec.SpecLoader;
import dev.gleaner.translation.EnrichmentTranslation.Records;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnrichmentTranslationTest {
    private static final String SPEC =
            """
            name: tiny
            source: {bootstrapServers: "localhost:9092", topics: [in]}
            model: {endpoint: "http://localhost:1", name: gemini-3.5-flash, apiKey: "env:KEY"}
            prompt: {user: "{{record}}"}
            output: {responseSchema: {type: STRING}}
            sink: {topic: out}
            deadLetter: {topic: dead}
            """;

    @Test
    void whatIsNotGiven_isNoLimit() throws SpecException {
        EnrichmentSettings settings = settings("");

        assertThat(settings.limits().capacity()).isEqualTo(1_000);
        assertThat(settings.limits().concurrency()).isEqualTo(1_000);
        assertThat(settings.limits().quotas()).isEqualTo(QuotaSettings.NONE);
        assertThat(settings.limits().budget()).isEqualTo(BudgetSettings.NONE);
        assertThat(settings.limits().prices().of("gemini-3.5-flash")).isPresent();
        assertThat(settings.outage())
                .isEqualTo(new OutageSettings(OutageSettings.Action.WAIT, Duration.ofMinutes(10)));
    }

    @Test
    void quotas_areHandedOn() throws SpecException {
        assertThat(
                        settings(
                                        "limits: {requestsPerMinute: 1, tokensPerMinute: 2,"
                                                + " requestsPerDay: 1000000000000}")
                                .limits()
                                .quotas())
                .isEqualTo(new QuotaSettings(1, 2, 1_000_000_000_000L));
    }

    @Test
    void amounts_areExactInNanoDollars() throws SpecException {
        assertThat(
                        settings(
                                        "budget: {usdPerHour: 0.1, usdPerDay: 0.000000001,"
                                                + " usdTotal: 100000000, action: dead-letter}")
                                .limits()
                                .budget())
                .isEqualTo(
                        new BudgetSettings(
                                100_000_000,
                                1,
                                100_000_000_000_000_000L,
                                BudgetAction.DEAD_LETTER));
    }

    @ParameterizedTest
    @CsvSource({"dead-letter, DEAD_LETTER", "fail, FAIL"})
    void outage_isHandedOn(String action, OutageSettings.Action expected) throws SpecException {
        assertThat(settings("call: {outage: {action: " + action + ", after: 1 h}}").outage())
                .isEqualTo(new OutageSettings(expected, Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://bucket/files", "s3://bucket/files/"})
    void attachments_areInAFolderOfTheJobsName(String path) throws SpecException {
        String spec =
                SPEC.replace("gemini-3.5-flash", "gemini-3.1-flash-image-preview")
                                .replace("responseSchema: {type: STRING}", "mode: image")
                        + "attachments: {path: \""
                        + path
                        + "\"}\n";
        assertThat(translate(spec).attachments())
                .isEqualTo(new AttachmentSettings("s3://bucket/files/tiny"));
    }

    private static EnrichmentSettings settings(String more) throws SpecException {
        return translate(SPEC + more + "\n");
    }

    private static EnrichmentSettings translate(String yaml) throws SpecException {
        return EnrichmentTranslation.of(
                SpecLoader.parse(yaml, Path.of("."), name -> null).enrichment(),
                new Records(RecordFormat.JSON, 4 << 20, false, Tombstones.PASS, "tiny", null),
                Thread.currentThread().getContextClassLoader());
    }
}
