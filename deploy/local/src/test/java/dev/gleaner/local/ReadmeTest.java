package dev.gleaner.local;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.enrich.EnrichmentMetric;
import dev.gleaner.model.FailureKind;
import dev.gleaner.spec.SpecReference;
import dev.gleaner.sql.SqlReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README repeats from the code; {@code -Dgleaner.update=true} writes it anew. */
class ReadmeTest {
    private static final Path HOME = Path.of("../..");
    private static final Path README = HOME.resolve("README.md");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)[^)]*\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\\s]+)`");
    private static final Pattern PATH =
            Pattern.compile("(\\.?[a-z]+/)+[A-Za-z0-9.-]*|[A-Za-z.-]+\\.(md|xml)");
    private static final String RULE = "|---|---|---|\n";
    private static final Pattern BUILT = Pattern.compile(".*/target/.*");

    @Test
    void options_areThoseOfTheSpec() throws IOException {
        assertPart("options", SpecReference.markdown());
    }

    @Test
    void optionsOfSql_areThoseOfTheCode() throws IOException {
        assertPart("sql-options", SqlReference.options());
        assertPart("sql-metadata", SqlReference.metadata());
    }

    @Test
    void failures_areTheTableOfTheCode() throws IOException {
        assertPart(
                "failures",
                Stream.of(FailureKind.values())
                        .map(
                                kind ->
                                        "| `%s` | %s | %s |\n"
                                                .formatted(kind, kind.meaning(), outcome(kind)))
                        .collect(
                                joining(
                                        "",
                                        "| Kind | What it means | What follows |\n" + RULE,
                                        "")));
    }

    @Test
    void metrics_areThoseOfTheCode() throws IOException {
        String kinds =
                "| `failures.KIND` | counter | failed attempts and records, for each kind of"
                        + " failure |\n";
        assertPart(
                "metrics",
                Stream.of(EnrichmentMetric.values())
                        .map(
                                metric ->
                                        "| `%s` | %s | %s |\n"
                                                .formatted(
                                                        metric.metricName(),
                                                        metric.type()
                                                                .name()
                                                                .toLowerCase(Locale.ROOT),
                                                        metric.description()))
                        .collect(joining("", "| Metric | Type | What it says |\n" + RULE, kinds)));
    }

    @Test
    void alerts_areThoseOfPrometheus() throws IOException {
        assertPart(
                "alerts",
                AlertRule.all().stream()
                        .map(
                                rule ->
                                        "| <a id=\"%1$s\"></a>`%1$s` | %2$s | %3$s |\n"
                                                .formatted(
                                                        rule.name(),
                                                        rule.severity(),
                                                        rule.description()))
                        .collect(
                                joining(
                                        "",
                                        "| Alert | Severity | What it means, and what to do |\n"
                                                + RULE,
                                        "")));
    }

    @Test
    void example_isTheFile() throws IOException {
        Path spec = HOME.resolve("deploy/examples/bank-messages/spec.yaml");
        assertPart("example", "```yaml\n" + Files.readString(spec).stripTrailing() + "\n```\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", ".github/CONTRIBUTING.md", "deploy/kubernetes/README.md"})
    void filesThatAreNamed_exist(String document) throws IOException {
        Path file = HOME.resolve(document);
        String text = Files.readString(file);
        assertThat(groups(LINK, text))
                .filteredOn(link -> !link.contains("://"))
                .allSatisfy(link -> assertThat(file.resolveSibling(link)).exists());
        assertThat(groups(CODE, text))
                .filteredOn(name -> PATH.matcher(name).matches() && !BUILT.matcher(name).matches())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(HOME.resolve(name)).exists());
    }

    private static String outcome(FailureKind kind) {
        if (kind.isFatal()) {
            return "job";
        }
        if (kind == FailureKind.TOO_LATE || kind == FailureKind.NO_CHOICE) {
            return "`NULL`, in SQL only";
        }
        if (kind == FailureKind.OUTAGE || kind == FailureKind.BUDGET_SPENT) {
            String group = kind == FailureKind.OUTAGE ? "call.outage" : "budget";
            return "dead letter or job, as `" + group + ".action` says";
        }
        String letter =
                switch (kind.retryRule()) {
                    case NEVER -> "dead letter";
                    case ONCE -> "once more, then dead letter";
                    case BACKOFF ->
                            "retried, then dead letter"
                                    + (kind.isEndpoints()
                                            ? "; waits while nobody is answered"
                                            : "");
                    case HOLD -> "the job waits";
                };
        return kind.isFatalAtStart()
                ? letter + "; job, as long as the endpoint has never answered"
                : letter;
    }

    private static void assertPart(String name, String expected) throws IOException {
        String begin = "<!-- %s:begin -->\n".formatted(name);
        String end = "<!-- %s:end -->".formatted(name);
        String text = Files.readString(README);
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end);
        assertThat(to).as(begin).isGreaterThanOrEqualTo(from).isGreaterThan(0);
        if (Boolean.getBoolean("gleaner.update")) {
            Files.writeString(README, text.substring(0, from) + expected + text.substring(to));
            return;
        }
        assertThat(text.substring(from, to))
                .as("README.md is stale; run: mvn verify -Dgleaner.update=true")
                .isEqualTo(expected);
    }

    private static List<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }
}
