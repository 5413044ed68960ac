package dev.gleaner.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of problem once, with the message a user reads. */
class SpecProblemsTest {

    /** The blocks of problems.txt: what is taken out of minimal.yaml, what is put in, messages. */
    static Stream<Arguments> mistakes() {
        return Stream.of(Specs.read("problems.txt").split("\n\n"))
                .skip(1)
                .map(block -> arguments(part(block, "- "), part(block, "+ "), part(block, "! ")));
    }

    private static String part(String block, String mark) {
        return block.lines()
                .filter(line -> line.startsWith(mark))
                .map(line -> line.substring(mark.length()))
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistake_isNamedWithLinePathAndFix(String text, String replacement, String messages) {
        assertThat(Specs.refusal(Specs.minimal(text, replacement)))
                .isEqualTo(messages.replaceAll("(?m)^", "spec.yaml:"))
                .doesNotContain("Hunter2");
    }

    @Test
    void template_thatNamesFieldsOfText_isRefused() {
        String yaml =
                Specs.minimal("topicPattern: in-.*", "topicPattern: in-.*\n  format: text")
                        .replace("{{record}}", "{{subject}}");
        assertThat(Specs.refusal(yaml))
                .isEqualTo(
                        "spec.yaml:11: prompt.user: names fields, but source.format is not json;"
                                + " use {{record}}, or a part with record: true");
    }

    /** An option, a value out of its range, and the range. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "call: {maxAttempts: 0} | 1 to 20",
                "call: {maxAttempts: 21} | 1 to 20",
                "call: {attemptTimeout: 2 h} | 1 ms to 1 h",
                "call: {deadline: 0 s} | 1 ms to 1 d",
                "call: {maxAnswerBytes: 100 b} | 1 kb to 1 gb",
                "call: {backoff: {jitter: 1.1}} | 0 to 1",
                "call: {backoff: {multiplier: 0.5}} | 1 to 10",
                "async: {capacity: 0} | 1 to 1000000",
                "limits: {tokensPerMinute: 0} | 1 to 1000000000000",
                "limits: {requestsPerDay: 1000000000001} | 1 to 1000000000000",
                "budget: {usdPerHour: 0} | 0.000000001 to 100000000",
                "budget: {usdTotal: 100000000.1} | 0.000000001 to 100000000",
                "call: {outage: {action: fail, after: 8 d}} | 1 ms to 7 d",
                "thinking: {budget: 32769} | -1 to 32768",
                "tools: {functions: {maxRounds: 0, services: [a]}} | 1 to 50",
            })
    void valueOutOfRange_isAProblemThatNamesTheRange(String option, String range) {
        assertThat(Specs.refusal(Specs.read("minimal.yaml") + option))
                .startsWith("spec.yaml:17: ")
                .endsWith("is out of range; write a value from " + range);
    }

    @Test
    void mergeOfRecordsThatAreNoJson_isAProblem() {
        String yaml = Specs.minimal("topic: out", "topic: out\n  layout: merge");

        assertThat(Specs.refusal(yaml.replace("source:", "source:\n  format: text")))
                .isEqualTo(
                        "spec.yaml:16: sink.layout: merge adds a field to a JSON object, but"
                                + " source.format is not json; use envelope");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /v1beta/models/gemini-x:generateContent       | one model or operation
                    /v1beta/models/gemini-x                       | one model or operation
                    /p/v1/publishers/google/models/x:countTokens/ | one model or operation
                    /v1beta/cachedContents                        | one model or operation
                    /v1/chat/completions                          | write it without /v1/chat/completions
                    /v1beta/openai/                               | write it without /openai
                    /v1beta/openai/chat/completions               | write it without /openai/chat/completions
                    /v1/messages                                  | write it without /v1/messages
                    """)
    void addressOfAnotherApiOrOfOneOperation_isRefused(String path, String problem) {
        String endpoint = "endpoint: http://simulator:8080";

        assertThat(Specs.refusal(Specs.minimal(endpoint, endpoint + path)))
                .startsWith("spec.yaml:6: model.endpoint: ")
                .contains(problem);
        String fallback =
                Specs.minimal(
                        endpoint,
                        endpoint
                                + "\n"
                                + "  fallbacks: [{name: gemini-y, endpoint: 'http://simulator:8080"
                                + path
                                + "'}]");
        assertThat(Specs.refusal(fallback))
                .startsWith("spec.yaml:7: model.fallbacks[0].endpoint: ")
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "models/gemini-3.5-flash, 'write \"gemini-3.5-flash\", the model''s id alone'",
        "google/gemini-3.5-flash, 'write \"gemini-3.5-flash\", the model''s id alone'",
        "publishers/google/models/g, 'write \"g\", the model''s id alone'",
        "'\"gemini-x:generateContent\"', 'write the model''s id alone'",
        "'\"models/\"', 'write the model''s id alone'",
    })
    void modelWithAPrefix_isRefusedWithTheIdThatIsMeant(String name, String fix) {
        assertThat(Specs.refusal(Specs.minimal("name: gemini-3.5-flash-lite", "name: " + name)))
                .startsWith("spec.yaml:7: model.name: ")
                .contains("is not allowed; " + fix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:18080", "https://g.example?key=secret"})
    void addressThatIsNone_isRefused_andNotRepeated(String address) {
        assertThat(Specs.refusal(Specs.minimal("http://simulator:8080", "'" + address + "'")))
                .startsWith(
                        "spec.yaml:6: model.endpoint: the value is not an http or https address")
                .contains("the key belongs in an option of its own")
                .doesNotContain(address, "secret");
    }

    @Test
    void emptySpec_namesEveryRequiredOption() {
        assertThat(Specs.refusal("# nothing\n").lines())
                .extracting(line -> line.replaceFirst("spec.yaml:1: ([^:]+): is missing; .*", "$1"))
                .containsExactly(
                        "name",
                        "source.bootstrapServers",
                        "model.endpoint",
                        "model.name",
                        "model.apiKey",
                        "sink.topic",
                        "deadLetter.topic",
                        "source.topics",
                        "prompt.user",
                        "output.responseSchema");
    }

    @Test
    void aliasBomb_isRefusedInBoundedTime() {
        String bomb =
                IntStream.range(1, 30)
                        .mapToObj(i -> "a%d: &a%d [*a%d, *a%d]".formatted(i, i, i - 1, i - 1))
                        .collect(Collectors.joining("\n", "a0: &a0 [x]\n", "\n"));

        assertThat(Specs.refusal(bomb))
                .matches("(?s).*(larger or deeper than any spec|aliases for non-scalar nodes).*");
    }

    @Test
    void aliasToItself_isRefused() {
        assertThat(Specs.refusal("name: &a {b: *a}"))
                .startsWith("spec.yaml:1: is larger or deeper than any spec");
    }

    @Test
    void syntaxError_doesNotQuoteTheText() {
        assertThat(Specs.refusal("model:\n  apiKey:AIzaHunter2\n  name: x\n"))
                .startsWith("spec.yaml:3: is not YAML: ")
                .doesNotContain("Hunter2");
    }
}
