package dev.gleaner.job.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of problem once, with the message a user reads. */
class SpecProblemsTest {

    /** What is replaced in minimal.yaml, by what, and the message that follows. */
    static Stream<Arguments> replacements() {
        return Stream.of(
                row(
                        "topicPattern: in-.*",
                        "topcis: [a]",
                        "2: source.topics: is missing; give topics or topicPattern",
                        "4: source.topcis: unknown key; did you mean \"topics\"?"),
                row(
                        "topic: out",
                        "topic: out\n  mergeFeild: x",
                        "15: sink.mergeFeild: unknown key; did you mean \"mergeField\"?"),
                row(
                        "name: tiny",
                        "name: tiny\nmaxAttempts: 3",
                        "2: maxAttempts: unknown key; did you mean \"call.maxAttempts\"?"),
                row(
                        "topic: dead",
                        "topic: dead\n  colour: red",
                        "17: deadLetter.colour: unknown key; known keys are topic"),
                row(
                        "  name: gemini-3.5-flash-lite\n",
                        "",
                        "5: model.name: is missing; name a model that is served today; there is no"
                                + " default, because Google retires models"),
                row(
                        "name: tiny",
                        "name: Tiny",
                        "1: name: \"Tiny\" is not allowed; match [a-z0-9][a-z0-9._-]*"),
                row(
                        "topic: out",
                        "topic:",
                        "14: sink.topic: has no value; give one or remove the key"),
                row(
                        "topic: out",
                        "topic: [out]",
                        "14: sink.topic: a list is not text; write some text"),
                row(
                        "topic: out",
                        "topic: ' '",
                        "14: sink.topic: \" \" is not text; write some text"),
                row(
                        "topic: out",
                        "topic: out\n  layout: enveloppe",
                        "15: sink.layout: \"enveloppe\" is not one of envelope, merge; did you mean"
                                + " \"envelope\"?"),
                row(
                        "topic: out",
                        "topic: out\n  delivery: best-effort",
                        "15: sink.delivery: \"best-effort\" is not one of at-least-once,"
                                + " exactly-once; write one of them"),
                row(
                        "topicPattern: in-.*",
                        "topics: in",
                        "4: source.topics: is not a list of texts; write it as [first, second]"),
                row(
                        "topicPattern: in-.*",
                        "topics: [in, a b]",
                        "4: source.topics[1]: \"a b\" is not allowed; match [a-zA-Z0-9._-]{1,249}"),
                row(
                        "topicPattern: in-.*",
                        "topicPattern: 'in-(.*'",
                        "4: source.topicPattern: \"in-(.*\" is not a regular expression; write one"
                                + " in Java's syntax, such as messages-.*"),
                row(
                        "topicPattern: in-.*",
                        "topicPattern: in-.*\n  topics: [a]",
                        "4: source.topicPattern: topics are given too; remove one of the two"),
                row(
                        "topicPattern: in-.*",
                        "topicPattern: in-.*\n  startFrom: yesterday",
                        "5: source.startFrom: \"yesterday\" is not earliest, latest, committed or"
                                + " an instant; write an instant as 2026-11-23T10:00:00Z"),
                row(
                        "topicPattern: in-.*",
                        "topicPattern: in-.*\n  startFrom: 2026-11-23T11:00:00+01:00\n"
                                + "  stopAt: 2026-11-23T10:00:00Z",
                        "6: source.stopAt: is not after startFrom; name a later instant"),
                row(
                        "topicPattern: in-.*",
                        "topicPattern: in-.*\n  maxRecordBytes: 4000000",
                        "5: source.maxRecordBytes: \"4000000\" is not a size; write a number and b,"
                                + " kb, mb or gb, such as 4 mb"),
                row(
                        "topicPattern: in-.*",
                        "topicPattern: in-.*\n  properties: {group.id: [a]}",
                        "5: source.properties.group.id: is not text, a number or a boolean; write"
                                + " one of them"),
                row(
                        "topicPattern: in-.*",
                        "topicPattern: in-.*\n  properties: {auto.offset.reset: x}",
                        "5: source.properties.auto.offset.reset: is set by the job itself; set"
                                + " source.startFrom"),
                row(
                        "topicPattern: in-.*",
                        "topicPattern: in-.*\n  properties: [a]",
                        "5: source.properties: is not a mapping of names to values; write name:"
                                + " value"),
                row(
                        "http://simulator:8080",
                        "http://example.org",
                        "6: model.endpoint: http would send the API key in the clear; use https, or"
                                + " set allowInsecureEndpoint: true"),
                row(
                        "http://simulator:8080",
                        "https://example.org?key=AIzaHunter2",
                        "6: model.endpoint: the value is not an http or https address without user,"
                                + " query or fragment; write one such as"
                                + " https://generativelanguage.googleapis.com"),
                row(
                        "file:/run/secrets/key",
                        "AIzaHunter2",
                        "8: model.apiKey: the value is not a reference to a secret; secrets are"
                                + " references: write env:NAME or file:/absolute/path"),
                row(
                        "file:/run/secrets/key",
                        "env:NAME\n  auth: AIzaHunter2",
                        "9: model.auth: the value is not one of x-goog-api-key, bearer; write one"
                                + " of them"),
                row(
                        "file:/run/secrets/key",
                        "env:NAME\n  allowInsecureEndpoint: yes",
                        "9: model.allowInsecureEndpoint: \"yes\" is not true or false; write one of"
                                + " them"),
                row(
                        "file:/run/secrets/key",
                        "env:NAME\n  generationConfig:\n    temperature: 0\n"
                                + "    response_schema: {}",
                        "11: model.generationConfig.response_schema: is set by the job itself;"
                                + " describe the answer in output.responseSchema"),
                row(
                        "file:/run/secrets/key",
                        "env:NAME\n  generationConfig: warm",
                        "9: model.generationConfig: is not an object; write keys and values"),
                row(
                        "\"{{record}}\"",
                        "{path: a.txt}",
                        "10: prompt.user: is neither text nor {file: path}; write one of them"),
                row(
                        "{type: OBJECT}",
                        "[a]",
                        "12: output.responseSchema: is not an object; write keys and values"),
                row(
                        "topic: dead",
                        "topic: out",
                        "16: deadLetter.topic: is the sink's topic; name another topic"),
                row(
                        "topic: dead",
                        "topic: in-dead",
                        "16: deadLetter.topic: the job reads this topic itself; name another"
                                + " topic"),
                row(
                        "topicPattern: in-.*",
                        "topics: [out, dead]",
                        "14: sink.topic: the job reads this topic itself; name another topic",
                        "16: deadLetter.topic: the job reads this topic itself; name another"
                                + " topic"),
                row(
                        "topicPattern: in-.*",
                        "topics: [out, dead]\nasync: {limit: 200}\ncall: {deadline: 10 s}",
                        "5: async.limit: async.limit is above async.capacity; lower the one or"
                                + " raise the other",
                        "6: call.deadline: call.attemptTimeout is above call.deadline; lower the"
                                + " one or raise the other",
                        "16: sink.topic: the job reads this topic itself; name another topic",
                        "18: deadLetter.topic: the job reads this topic itself; name another"
                                + " topic"),
                row(
                        "topic: out",
                        "topic: out\n  mergeField: x",
                        "15: sink.mergeField: has no use in layout envelope; set layout: merge"),
                row(
                        "name: tiny",
                        "name: tiny\ncall: 5",
                        "2: call: is not a section; write its keys below it, indented"),
                row(
                        "name: tiny",
                        "name: tiny\n? [a]\n: 1",
                        "2: has a key that is not text; write keys as text"),
                row(
                        "name: tiny",
                        "name: !env tiny",
                        "1: name: has the tag !env; write it without a tag"),
                row(
                        "name: tiny",
                        "name: tiny\nname: tiny",
                        "2: name: already given in line 1; keep one"),
                row(
                        "{type: OBJECT}",
                        "{type: OBJECT, properties: {a: {}, a: {}}}",
                        "12: output.responseSchema.properties.a: already given in line 12; keep"
                                + " one"),
                row(
                        "topic: dead",
                        "topic: dead\n---\nname: b",
                        "18: a second YAML document begins here; write one job per file"),
                row(
                        "name: tiny",
                        "name: tiny: x",
                        "1: is not YAML: mapping values are not allowed here; correct the syntax"));
    }

    private static Arguments row(String text, String replacement, String... messages) {
        return Arguments.of(text, replacement, messages);
    }

    @ParameterizedTest
    @MethodSource("replacements")
    void problem_isNamedWithLinePathAndFix(String text, String replacement, String[] messages) {
        assertThat(Specs.refusal(Specs.minimal(text, replacement)))
                .isEqualTo(
                        Stream.of(messages)
                                .map("spec.yaml:"::concat)
                                .collect(Collectors.joining("\n")))
                .doesNotContain("Hunter2");
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
                "async: {capacity: 0} | 1 to 100000",
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
                        "prompt.user",
                        "output.responseSchema",
                        "sink.topic",
                        "deadLetter.topic",
                        "source.topics");
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
