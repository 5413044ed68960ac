package dev.gleaner.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gleaner.enrich.EnrichmentSettings;
import dev.gleaner.enrich.OutputSettings.Mode;
import dev.gleaner.gemini.RequestSettings;
import dev.gleaner.limit.BudgetAction;
import dev.gleaner.prompt.PartSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.CatalogModel;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogModel;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.DataType;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of options when a query is planned. */
class GeminiModelProviderFactoryTest {
    private static final List<Column> INPUT =
            List.of(
                    Column.physical("text", DataTypes.STRING()),
                    Column.physical("photo", DataTypes.BYTES()));

    private List<Column> input = List.of(INPUT.get(0));
    private List<Column> output = List.of(Column.physical("answer", DataTypes.STRING()));
    private final Map<String, String> options =
            new HashMap<>(
                    Map.of(
                            "provider", "gemini",
                            "model", "gemini-3.5-flash",
                            "endpoint", "http://localhost:1",
                            "api-key", "env:KEY",
                            "prompt", "Sort: {{text}}"));

    private void with(String... more) {
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
    }

    private RowModel model() {
        ResolvedCatalogModel model =
                ResolvedCatalogModel.of(
                        CatalogModel.of(
                                Schema.newBuilder().build(),
                                Schema.newBuilder().build(),
                                options,
                                null),
                        ResolvedSchema.of(input),
                        ResolvedSchema.of(output));
        return ((GeminiModelProvider)
                        FactoryUtil.createModelProvider(
                                null,
                                ObjectIdentifier.of("c", "d", "triage"),
                                model,
                                new Configuration(),
                                getClass().getClassLoader(),
                                false))
                .model();
    }

    private EnrichmentSettings settings() {
        return model().settings();
    }

    private RequestSettings request() {
        return settings().routes().get(0).request();
    }

    private static Column column(String name, DataType type) {
        return Column.physical(name, type);
    }

    @Test
    void values_areThoseOfFlinksTypes() {
        with(
                "call.attempt-timeout", "PT20S",
                "call.max-answer-bytes", "1 gb",
                "call.backoff.jitter", "0",
                "budget.usd-per-day", "2.50",
                "budget.action", "null",
                "async.limit", "70",
                "labels", "team:data,cost:low",
                "endpoint",
                        "https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/l");

        EnrichmentSettings settings = settings();
        assertThat(settings.routes().get(0).endpoint().attemptTimeout())
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.routes().get(0).endpoint().maxAnswerBytes()).isEqualTo(1 << 30);
        assertThat(settings.retry().jitter()).isZero();
        assertThat(settings.limits().budget().perDay()).isEqualTo(2_500_000_000L);
        assertThat(settings.limits().budget().action()).isEqualTo(BudgetAction.DEAD_LETTER);
        assertThat(settings.limits().concurrency()).isEqualTo(70);
        assertThat(settings.limits().capacity()).isEqualTo(70);
        assertThat(request().fields()).contains("\"labels\":{\"cost\":\"low\",\"team\":\"data\"}");
    }

    @Test
    void turns_areExamples() {
        with("prompt.turns", "[{\"user\": \"Lost\", \"model\": \"{}\"}]");
        assertThat(request().examples()).containsExactly(new RequestSettings.Example("Lost", "{}"));
    }

    @Test
    void fallback_hasItsOwnEndpointAndKey() {
        with(
                "fallbacks",
                "[{\"name\": \"gemini-2.5-flash\", \"endpoint\": \"http://127.0.0.1:2\","
                        + " \"apiKey\": \"env:OTHER\", \"reasons\": [\"outage\"]}]");
        assertThat(settings().routes().get(1).endpoint())
                .satisfies(
                        endpoint -> {
                            assertThat(endpoint.model()).isEqualTo("gemini-2.5-flash");
                            assertThat(endpoint.endpoint()).hasPort(2);
                            assertThat(endpoint.apiKey().toString()).contains("OTHER");
                        });
        assertThat(settings().routes().get(1).reasons()).hasSize(1);
    }

    @Test
    void functions_areToldOfAndCalled() {
        with(
                "tools.functions.http",
                "[{\"name\": \"stock\", \"description\": \"How many there are.\", \"url\":"
                        + " \"https://shop.example/{article}\", \"allowedHosts\":"
                        + " [\"shop.example\"], \"parameters\": {\"type\": \"object\","
                        + " \"properties\": {\"article\": {\"type\": \"string\"}}, \"required\":"
                        + " [\"article\"]}}]",
                "tools.functions.max-rounds",
                "2");
        assertThat(request().fields()).contains("functionDeclarations", "\"stock\"");
        assertThat(settings().tools().http()).hasSize(1);
        assertThat(settings().tools().maxRounds()).isEqualTo(2);
    }

    @Test
    void place_isOfInputColumns() {
        input =
                List.of(
                        INPUT.get(0),
                        column("lat", DataTypes.DOUBLE()),
                        column("lng", DataTypes.DOUBLE()));
        with(
                "grounding.tool", "google-maps",
                "grounding.location.latitude", "lat",
                "grounding.location.longitude", "lng");
        assertThat(String.valueOf(settings().routes().get(0).research())).contains("googleMaps");
        assertThat(settings().prompt().place()).isNotNull();
    }

    @Test
    void files_followThePrompt() {
        input = INPUT;
        with("input.photo.mime-type", "image/png");
        assertThat(settings().prompt().parts())
                .extracting(PartSettings::source)
                .containsExactly(PartSettings.Source.TEXT, PartSettings.Source.BASE64);
        assertThat(settings().prompt().parts().get(1).mimeType()).isEqualTo("image/png");
    }

    @Test
    void parts_sayWhereFilesStand() {
        input = INPUT;
        options.remove("prompt");
        with(
                "prompt.parts",
                "[{\"base64\": \"photo\", \"optional\": true}, {\"text\": \"{{text}}\"},"
                        + " {\"uri\": \"gs://b/{{text}}\", \"mimeType\": \"image/png\"}]");
        assertThat(settings().prompt().parts())
                .extracting(PartSettings::source)
                .containsExactly(
                        PartSettings.Source.BASE64,
                        PartSettings.Source.TEXT,
                        PartSettings.Source.URI);
    }

    @Test
    void armor_isForVertex() {
        with(
                "model-armor-config", "{\"promptTemplateName\": \"projects/p/t\"}",
                "endpoint",
                        "https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/l");
        assertThat(request().fields()).contains("modelArmorConfig");
    }

    @ParameterizedTest
    @CsvSource({"text, TEXT", "json, JSON", "enum, ENUM"})
    void answer_canBeOneColumn(String word, Mode mode) {
        with("answer.mode", word);
        if (mode == Mode.ENUM) {
            with("output.answer.enum", "a;b");
        }
        assertThat(settings().output().mode()).isEqualTo(mode);
    }

    @Test
    void images_areFiles() {
        output = List.of(column("files", DataTypes.STRING()));
        with(
                "model", "gemini-2.5-flash-image",
                "answer.mode", "image",
                "attachments.path", "file:///tmp/images",
                "output.files.metadata", "attachments");
        assertThat(settings().output().mode()).isEqualTo(Mode.IMAGE);
        assertThat(settings().attachments()).isNotNull();
    }

    @Test
    void function_takesTheColumnsAsItsArguments() {
        with("answer.mode", "function", "answer.function.name", "sort");
        assertThat(settings().output().validationSchema()).contains("\"answer\"");
        assertThat(request().fields()).contains("\"name\":\"sort\"", "\"ANY\"");
    }

    @Test
    void validation_hasBoundsThatTheModelIsNotTold() {
        output = List.of(column("answer", DataTypes.INT()));
        assertThat(request().format().toString()).doesNotContain("2147483647");
        assertThat(settings().output().validationSchema()).contains("2147483647");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "thinking.budget | 100 | thinking.budget: gemini-3.5-flash takes no thinkingBudget",
                "thinking.level | deep | thinking.level: \"deep\" is not one of",
                "generation-config | {\"topKs\": 1} | generation-config.topKs: ",
                "generation-config | {\"maxOutputTokens\": 0} | generation-config.maxOutputTokens:"
                        + " ",
                "generation-config | [] | generation-config must be a JSON object",
                "prompt.parts | [] | prompt.parts: prompt is given too",
                "call.deadline | 2 d | call.deadline: \"2 d\" is out of range",
                "call.max-answer-bytes | 2 gb | call.max-answer-bytes: \"2 gb\" is out of range",
                "output.answer.enum | a;;b | output.answer.enum has nothing between two semicolons",
                "output.answer.enum | a;b;a | output.answer.enum has 'a' twice",
                "input.photo.mime-type | png | must be a type such as image/png, not png",
                "budget.prices | /no/such/file | budget.prices: the file /no/such/file does not",
                "budget.action | dead-letter | budget.action: a query has no dead letters",
                "budget.action | null | budget.action: has no use without an amount; give one,",
                "attachments.path | /data | attachments.path: \"/data\" is not allowed",
                "prompt.turns | [{\"user\":{\"file\":\"/etc/hostname\"}}] | prompt.turns[0].user: a"
                        + " mapping",
                "generation-config | {temperature: 1} | generation-config is not JSON",
                "generation-config | {\"responseMimeType\": \"x\"} | is set by the job itself",
                "call.max-attempts | 99 | call.max-attempts: \"99\" is out of range; write a value",
                "call.stream-idle-timeout | 5 s | has no use without call.stream",
                "call.outage.after | 5 min | set action: null or fail",
                "http2 | true | http2: is agreed on in TLS",
                "endpoint | http://gemini.example | set allow-insecure-endpoint: true",
                "api-key | AIzaHunter2 | api-key: the value is not a reference to a secret",
                "labels | a:b | labels: is for Vertex AI only",
                "fallbacks | [{\"name\": \"gemini-3.5-flash\"}] | fallbacks[0].name: is a model",
                "fallbacks | gemini-2.5-flash | fallbacks is not JSON",
                "fallbacks | [{\"nam\": \"a\"}] | did you mean \"name\"?",
                "fallbacks | [{\"name\":\"a\",\"endpoint\":\"https://b.example\"}] | so that"
                        + " api-key would",
                "grounding.steps | three | grounding.steps: \"three\" is not one of auto, one, two",
                "prompt | Sort this. | prompt: says nothing of the record",
                "prompt | Sort {{txt}} | prompt names {{txt}}, which is no INPUT column with text",
                "answer.mode | image | attachments.path: is missing",
                "answer.mode | enum | give output.answer.enum",
                "answer.mode | prose | answer.mode: \"prose\" is not one of",
                "budget.action | dead | budget.action: \"dead\" is not one of",
                "output.answer.metadata | status | no OUTPUT column is left for the answer",
            })
    void optionThatDoesNotFit_isRefusedByItsName(String key, String value, String message) {
        input = key.startsWith("input.") ? INPUT : input;
        with(key, value);
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(this::model)
                .havingRootCause()
                .withMessageContaining(message);
    }

    @Test
    void everythingWrong_isToldAtOnce() {
        with("call.max-attempts", "99", "thinking.level", "deep");
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(this::model)
                .havingRootCause()
                .withMessageContaining("call.max-attempts: ")
                .withMessageContaining("thinking.level: ");
    }

    @Test
    void fileThatIsInNoPart_isRefused() {
        input = INPUT;
        options.remove("prompt");
        with("prompt.parts", "[{\"text\": \"{{text}}\"}]");
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(this::model)
                .havingRootCause()
                .withMessageContaining("prompt.parts leaves out the file of photo");
    }

    @ParameterizedTest
    @CsvSource({"{{txt}}", "{{photo}}", "{{photo?}}"})
    void promptOfNoText_isRefused(String prompt) {
        input = INPUT;
        with("prompt", prompt);
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(this::model)
                .havingRootCause()
                .withMessageContaining("no INPUT column with text; there are text");
    }

    @Test
    void mimeType_thatPartsWouldSay_isRefused() {
        input = INPUT;
        options.remove("prompt");
        with("prompt.parts", "[{\"base64\": \"photo\"}]", "input.photo.mime-type", "image/png");
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(this::model)
                .havingRootCause()
                .withMessageContaining("input.photo.mime-type has no use with prompt.parts");
    }

    @Test
    void problemsOfAPriceFile_haveItsNameAndLine(@TempDir Path folder) throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("prices.yaml"),
                        "version: mine\nmodels:\n  gemini-3.5-flash: {input: 1, output: 2}\n");
        with("budget.prices", file.toString());
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(this::model)
                .havingRootCause()
                .withMessageContaining(
                        "budget.prices: "
                                + file
                                + ":3: models.gemini-3.5-flash.cachedInput: is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"photo?", "a}}b", "a/b~c.d", "photo "})
    void file_canBeOfAColumnWithAnyName(String name) {
        input = List.of(INPUT.get(0), column(name, DataTypes.BYTES()));
        assertThat(settings().prompt().parts()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api-key | AIzaSySECRET",
                "fallbacks | [{\"name\":\"a\",\"apiKey\":AIzaSySECRET}]",
                "fallbacks | [{\"name\":\"a\",\"apiKey\":\"AIzaSySECRET\"}]",
                "tools.functions.http | [{\"AIzaSySECRET\": 1, \"AIzaSySECRET\": 2}]",
            })
    void key_isInNoMessage(String option, String value) {
        with(option, value);
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(this::model)
                .satisfies(
                        refusal ->
                                assertThat(ExceptionUtils.stringifyException(refusal.getCause()))
                                        .doesNotContain("SECRET"));
    }

    @Test
    void severalColumns_cannotBeAllOfText() {
        output = List.of(column("a", DataTypes.STRING()), column("b", DataTypes.INT()));
        with("answer.mode", "text");
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(this::model)
                .havingRootCause()
                .withMessageContaining("answer.mode text fills one STRING column");
    }

    @Test
    void optionsInTheReadme_areValid() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        Matcher block =
                Pattern.compile("```sql\n('thinking.level' = .*?)```", Pattern.DOTALL)
                        .matcher(readme);
        assertThat(block.find()).isTrue();
        Matcher option = Pattern.compile("'([^']+)' = '([^']+)'").matcher(block.group(1));
        while (option.find()) {
            with(option.group(1), option.group(2));
        }
        assertThat(settings().routes()).hasSize(2);
        assertThat(request().examples()).hasSize(1);
        assertThat(request().generationConfig()).contains("2048", "LOW");
    }

    @Test
    void options_areFlinksAndAllSayWhatTheyAre() {
        assertThat(GeminiOptions.all()).extracting(ConfigOption::key).doesNotHaveDuplicates();
        assertThat(SqlReference.options().lines().skip(2))
                .hasSameSizeAs(GeminiOptions.all())
                .allSatisfy(
                        row ->
                                assertThat(row)
                                        .doesNotContain("dead letter", "a record", "records"));
    }
}
