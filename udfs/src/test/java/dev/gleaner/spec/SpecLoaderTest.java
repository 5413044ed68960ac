package dev.gleaner.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gleaner.gemini.Auth;
import dev.gleaner.limit.BudgetAction;
import dev.gleaner.model.FallbackReason;
import dev.gleaner.model.RecordFormat;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecLoaderTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("KAFKA_LOGIN", "hunter2 required;", "BANK", "Acme");

    private static JobSpec complete() throws SpecException {
        return SpecLoader.load(Specs.FOLDER.resolve("complete.yaml"), ENVIRONMENT::get);
    }

    private static JobSpec capabilities() throws SpecException {
        return SpecLoader.load(Specs.FOLDER.resolve("capabilities.yaml"), name -> null);
    }

    private static JobSpec minimal() throws SpecException {
        return SpecLoader.load(Specs.FOLDER.resolve("minimal.yaml"), name -> null);
    }

    @Test
    void complete_source_isAsWritten() throws SpecException {
        SourceSpec source = complete().source();

        assertThat(source.bootstrapServers()).isEqualTo("kafka-1:9092,kafka-2:9092");
        assertThat(source.topics()).containsExactly("messages", "mail");
        assertThat(source.topicPattern()).isNull();
        assertThat(source.format()).isEqualTo(RecordFormat.JSON);
        assertThat(source.startFrom())
                .isEqualTo(
                        new StartFrom(
                                StartFrom.Position.INSTANT, Instant.parse("2026-11-01T00:00:00Z")));
        assertThat(source.stopAt()).isEqualTo(new StopAt(null));
        assertThat(source.tombstones()).isEqualTo(Tombstones.DROP);
        assertThat(source.maxRecordBytes()).isEqualTo(MemorySize.ofMebiBytes(2));
        assertThat(source.properties().values())
                .containsOnly(
                        Map.entry("security.protocol", "SASL_SSL"),
                        Map.entry("sasl.jaas.config", "hunter2 required;"),
                        Map.entry("max.poll.records", "200"),
                        Map.entry("allow.auto.create.topics", "false"));
    }

    @Test
    void complete_model_isAsWritten() throws SpecException {
        ModelSpec model = complete().enrichment().model();

        assertThat(model.endpoint()).hasToString("https://generativelanguage.googleapis.com");
        assertThat(model.name()).isEqualTo("gemini-3.5-flash-lite");
        assertThat(model.apiKey().text()).isEqualTo("env:GEMINI_API_KEY");
        assertThat(model.auth()).isEqualTo(Auth.BEARER);
        assertThat(model.allowInsecureEndpoint()).isFalse();
        assertThat(model.http2()).isTrue();
        assertThat(model.caCertificates()).isEqualTo(Path.of("/etc/ssl/acme.pem"));
        assertThat(model.generationConfig())
                .hasToString(
                        """
                        {"maxOutputTokens":2048,"stopSequences":["7","yes"],\
                        "top_p":0.95,"responseLogprobs":true,"logprobs":5}\
                        """);
        assertThat(model.safetySettings())
                .containsExactly(
                        new SafetySpec(
                                HarmCategory.HARM_CATEGORY_HARASSMENT,
                                HarmBlockThreshold.BLOCK_ONLY_HIGH,
                                null),
                        new SafetySpec(
                                HarmCategory.HARM_CATEGORY_HATE_SPEECH,
                                HarmBlockThreshold.OFF,
                                null));
        assertThat(model.toolConfig())
                .hasToString("{\"retrievalConfig\":{\"languageCode\":\"en\"}}");
        assertThat(model.serviceTier()).isEqualTo(ServiceTier.FLEX);
    }

    @Test
    void complete_fallbacks_areAsWritten() throws SpecException {
        assertThat(complete().enrichment().model().fallbacks())
                .containsExactly(
                        new FallbackSpec(
                                "gemini-pro",
                                null,
                                null,
                                null,
                                new ThinkingSpec(null, -1, false),
                                List.of(FallbackReason.OUTAGE, FallbackReason.BLOCKED)),
                        new FallbackSpec(
                                "gemini-3.5-flash-lite",
                                URI.create("https://api.cometapi.com"),
                                new SecretReference("env:COMET_KEY"),
                                Auth.X_GOOG_API_KEY,
                                new ThinkingSpec(null, null, false),
                                List.of()));
    }

    @Test
    void complete_thinkingGroundingAndTools_areAsWritten() throws SpecException {
        JobSpec spec = complete();

        assertThat(spec.enrichment().thinking())
                .isEqualTo(new ThinkingSpec(ThinkingLevel.LOW, null, true));
        assertThat(spec.enrichment().grounding())
                .isEqualTo(
                        new GroundingSpec(
                                GroundingTool.GOOGLE_MAPS,
                                true,
                                GroundingSteps.TWO,
                                new LocationSpec("at.lat", "/at/lng")));
        assertThat(spec.enrichment().tools().codeExecution()).isTrue();
        assertThat(spec.enrichment().tools().functions().http()).isEmpty();
        assertThat(spec.enrichment().attachments()).isNull();
    }

    @Test
    void capabilities_promptOfParts_isAsWritten() throws Exception {
        PromptSpec prompt = capabilities().enrichment().prompt();

        assertThat(prompt.user()).isNull();
        assertThat(prompt.cache()).isEqualTo(new CacheSpec(Duration.ofMinutes(30)));
        assertThat(prompt.parts())
                .containsExactly(
                        new PartSpec(
                                "Of {{customer?}}:",
                                null,
                                false,
                                null,
                                null,
                                null,
                                MemorySize.ofMebiBytes(15),
                                false),
                        new PartSpec(
                                null,
                                "photo.data",
                                false,
                                null,
                                "image/png",
                                "photo.type",
                                MemorySize.ofMebiBytes(10),
                                true),
                        new PartSpec(
                                null,
                                null,
                                false,
                                "gs://acme/{{name}}",
                                "application/pdf",
                                null,
                                MemorySize.ofMebiBytes(15),
                                false));
    }

    @Test
    void capabilities_functions_areAsWritten() throws Exception {
        JobSpec spec = capabilities();
        FunctionsSpec functions = spec.enrichment().tools().functions();

        assertThat(functions.maxRounds()).isEqualTo(3);
        assertThat(functions.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(functions.services()).containsExactly("find_account");
        assertThat(functions.http())
                .singleElement()
                .satisfies(
                        tool -> {
                            assertThat(tool.name()).isEqualTo("find_customer");
                            assertThat(String.valueOf(tool.parameters())).contains("\"id\"");
                            assertThat(tool.url())
                                    .isEqualTo("https://crm.example.org/customers/{id}");
                            assertThat(tool.allowedHosts()).containsExactly("crm.example.org");
                            assertThat(tool.maxBytes()).isEqualTo(MemorySize.parse("16 kb"));
                        });
        assertThat(spec.enrichment().model().labels().values())
                .containsOnly(Map.entry("team", "cards"));
        assertThat(spec.enrichment().model().modelArmorConfig().has("promptTemplateName")).isTrue();
    }

    @Test
    void complete_promptAndOutput_areReadFromTheirFilesUnchanged() throws SpecException {
        JobSpec spec = complete();

        assertThat(spec.enrichment().prompt())
                .isEqualTo(
                        new PromptSpec(
                                "Answer only from the text.\n${NOT_A_VARIABLE}\n",
                                "Classify for Acme: {{message.text}} costs ${5}",
                                List.of(),
                                List.of(
                                        new TurnSpec("Where is my card?", "{\"topic\":\"card\"}"),
                                        new TurnSpec(
                                                "Answer only from the text.\n${NOT_A_VARIABLE}\n",
                                                "none")),
                                null));
        assertThat(spec.enrichment().output().responseSchema())
                .hasToString(
                        """
                        {"type":"object","required":["topic"],\
                        "properties":{"topic":{"type":"string","description":"${x}"}}}\
                        """);
    }

    @Test
    void complete_callAndAsync_areAsWritten() throws SpecException {
        JobSpec spec = complete();

        assertThat(spec.enrichment().call())
                .isEqualTo(
                        new CallSpec(
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(2),
                                3,
                                new MemorySize(512 << 10),
                                new BackoffSpec(
                                        Duration.ofMillis(500), Duration.ofSeconds(10), 1.5, 0),
                                false,
                                true,
                                Duration.ofSeconds(20),
                                new OutageSpec(OutageAction.DEAD_LETTER, Duration.ofMinutes(30)),
                                NobodyAcceptedAction.HOLD));
        assertThat(spec.enrichment().async())
                .isEqualTo(new AsyncSpec(50, null, 40, ResultOrder.SOURCE));
    }

    @Test
    void complete_limitsAndBudget_areAsWritten() throws SpecException {
        JobSpec spec = complete();

        assertThat(spec.enrichment().limits())
                .isEqualTo(new LimitsSpec(1_000L, 4_000_000L, 1_000_000_000_000L));
        assertThat(spec.enrichment().budget().usdPerHour()).isEqualTo("2.5");
        assertThat(spec.enrichment().budget().usdPerDay()).isEqualTo("20");
        assertThat(spec.enrichment().budget().usdTotal()).isEqualTo("0.000000001");
        assertThat(spec.enrichment().budget().action()).isEqualTo(BudgetAction.FAIL);
        assertThat(spec.enrichment().budget().prices().version()).isEqualTo("acme-2026-11-25");
    }

    @Test
    void complete_outputTopics_areAsWritten() throws SpecException {
        JobSpec spec = complete();

        assertThat(spec.name()).isEqualTo("bank-messages");
        assertThat(spec.sink())
                .isEqualTo(
                        new SinkSpec(
                                "other:9092",
                                "enriched",
                                List.of(),
                                Layout.MERGE,
                                "facts",
                                Delivery.EXACTLY_ONCE,
                                new ClientProperties(Map.of("compression.type", "zstd"))));
        assertThat(spec.deadLetter())
                .isEqualTo(new DeadLetterSpec("dead-letters", false, new Percentage(12.5), 200));
    }

    @Test
    void minimal_source_hasDefaults() throws SpecException {
        SourceSpec source = minimal().source();

        assertThat(source.topics()).isEmpty();
        assertThat(source.topicPattern()).hasToString("in-.*");
        assertThat(source.format()).isEqualTo(RecordFormat.JSON);
        assertThat(source.startFrom()).isEqualTo(new StartFrom(StartFrom.Position.COMMITTED, null));
        assertThat(source.onDataLoss()).isEqualTo(DataLoss.CONTINUE);
        assertThat(source.stopAt()).isNull();
        assertThat(source.tombstones()).isEqualTo(Tombstones.PASS);
        assertThat(source.maxRecordBytes()).isEqualTo(MemorySize.ofMebiBytes(4));
        assertThat(source.properties().values()).isEmpty();
    }

    @Test
    void minimal_everythingElse_hasDefaults() throws SpecException {
        JobSpec spec = minimal();

        assertThat(spec.enrichment().model().endpoint())
                .isEqualTo(URI.create("http://simulator:8080"));
        assertThat(spec.enrichment().model().auth()).isEqualTo(Auth.X_GOOG_API_KEY);
        assertThat(spec.enrichment().model().http2()).isFalse();
        assertThat(spec.enrichment().model().caCertificates()).isNull();
        assertThat(spec.enrichment().model().generationConfig()).hasToString("{}");
        assertThat(spec.enrichment().prompt().system()).isNull();
        assertThat(spec.enrichment().model().safetySettings()).isEmpty();
        assertThat(spec.enrichment().model().fallbacks()).isEmpty();
        assertThat(spec.enrichment().model().labels().values()).isEmpty();
        assertThat(spec.enrichment().thinking().isEmpty()).isTrue();
        assertThat(spec.enrichment().grounding()).isNull();
        assertThat(spec.enrichment().tools().functions().maxRounds()).isEqualTo(5);
        assertThat(spec.enrichment().output().mode()).isEqualTo(OutputMode.SCHEMA);
        assertThat(spec.enrichment().output().schemaField()).isEqualTo(SchemaField.AUTO);
        assertThat(spec.enrichment().output().responseSchema())
                .hasToString("{\"type\":\"STRING\"}");
        assertThat(spec.enrichment().call())
                .isEqualTo(
                        new CallSpec(
                                Duration.ofSeconds(60),
                                Duration.ofMinutes(5),
                                10,
                                MemorySize.ofMebiBytes(8),
                                new BackoffSpec(
                                        Duration.ofSeconds(1), Duration.ofSeconds(60), 2, 0.5),
                                true,
                                false,
                                Duration.ofSeconds(30),
                                new OutageSpec(OutageAction.WAIT, Duration.ofMinutes(10)),
                                NobodyAcceptedAction.FAIL));
        assertThat(spec.enrichment().async())
                .isEqualTo(new AsyncSpec(1000, null, 1000, ResultOrder.NONE));
        assertThat(spec.enrichment().limits()).isEqualTo(new LimitsSpec(null, null, null));
        assertThat(spec.enrichment().budget())
                .isEqualTo(
                        new BudgetSpec(null, null, null, BudgetAction.HOLD, PriceReader.builtIn()));
        assertThat(spec.sink())
                .isEqualTo(
                        new SinkSpec(
                                "localhost:9092",
                                "out",
                                List.of(),
                                Layout.ENVELOPE,
                                "enrichment",
                                Delivery.AT_LEAST_ONCE,
                                new ClientProperties(Map.of())));
    }

    @Test
    void emptySection_hasDefaults() throws SpecException {
        JobSpec spec = Specs.parse(Specs.read("minimal.yaml") + "call:\n", Map.of());

        assertThat(spec.enrichment().call()).isEqualTo(minimal().enrichment().call());
    }

    @Test
    void alias_repeatsAValue() throws SpecException {
        String yaml =
                Specs.minimal(
                                "  topicPattern: in-.*",
                                "  topicPattern: in-.*\n  properties: &p {a: 1}")
                        .replace("  topic: out", "  topic: out\n  properties: *p");

        assertThat(Specs.parse(yaml, Map.of()).sink().properties().values())
                .isEqualTo(Map.of("a", "1"));
    }

    @Test
    void yamlSchemaFile_isTakenAsYaml12(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("schema.yml"), "enum: [yes, no, 007, 0.5, null, !!str 7]");
        String yaml = Specs.minimal("{type: STRING}", "schema.yml");

        assertThat(
                        SpecLoader.parse(yaml, folder, name -> null)
                                .enrichment()
                                .output()
                                .responseSchema())
                .hasToString("{\"enum\":[\"yes\",\"no\",\"007\",0.5,null,\"7\"]}");
    }

    @Test
    void toString_ofTheWholeSpec_namesPropertiesWithoutTheirValues() throws SpecException {
        assertThat(complete().toString()).contains("sasl.jaas.config").doesNotContain("hunter2");
    }

    @Test
    void topics_cannotBeChanged() throws SpecException {
        List<String> topics = complete().source().topics();

        assertThatThrownBy(() -> topics.add("more"))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
