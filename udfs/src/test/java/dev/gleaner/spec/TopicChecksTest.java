package dev.gleaner.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicChecksTest {
    private static final String SPEC =
            """
            name: tiny
            source: {bootstrapServers: "localhost:9092", topics: [in], tombstones: drop}
            model: {endpoint: "http://simulator:8080", name: gemini-3.5-flash, apiKey: file:/key}
            prompt: {user: "{{record}}"}
            output:
              responseSchema:
                type: object
                properties:
                  category: {type: string, enum: [billing, refund, other]}
                  language: {type: string, enum: [de, en]}
                  vip: {type: boolean}
                  urgency: {type: integer, minimum: 1, maximum: 5}
                  score: {type: number}
                  title: {type: string}
                  place: {type: string, enum: [a/b, ok]}
                  level: {type: integer, enum: [1, 2]}
                  mood: {type: string, nullable: true, enum: [good, bad]}
                  perhaps: {type: string, enum: [x, y]}
                  tags: {type: array, items: {type: string}}
                  from:
                    type: object
                    properties: {kind: {type: string, enum: [person, firm]}}
                    required: [kind]
                  some:
                    type: object
                    properties: {kind: {type: string, enum: [person, firm]}}
                required: [category, language, vip, urgency, score, title, place, level, mood, tags,
                  from]
            sink: {topic: "SINK"}
            deadLetter: {topic: dead}
            """;

    private static String sink(String topic) {
        return SPEC.replace("\"SINK\"", '"' + topic + '"');
    }

    /** A spec whose only route has a condition. */
    private static String when(String condition) {
        return SPEC.replace("{topic: \"SINK\"}", "{topic: out, routes: [{topic: r, when: {%s}}]}")
                .replace("%s", condition);
    }

    @ParameterizedTest
    @CsvSource({
        "t.{{category}}, t.billing t.refund t.other",
        "{{language}}-{{ vip }}, de-true de-false en-true en-false",
        "{{from.kind}}, person firm",
        "{{/from/kind}}.{{/from/kind}}, person.person firm.firm",
        "plain, plain",
    })
    void template_namesEveryTopicThatCanComeOut(String topic, String expected) throws Exception {
        assertThat(SinkTopics.of(Specs.parse(sink(topic), Map.of())).names().keySet())
                .containsExactlyInAnyOrder(expected.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t.{{nothing}} | {{nothing}} is no field of the answer's schema",
                "t.{{title}} | {{title}} can be anything, so that its topics are not known",
                "t.{{urgency}} | {{urgency}} can be anything, so that its topics are not known",
                "t.{{tags}} | {{tags}} can be anything, so that its topics are not known",
                "t.{{level}} | {{level}} can be what is neither text nor boolean",
                "t.{{mood}} | {{mood}} is not in every answer, or can be null",
                "t.{{perhaps}} | {{perhaps}} is not in every answer, or can be null",
                "t.{{some.kind}} | {{some.kind}} is not in every answer, or can be null",
                "t.{{category?}} | {{category?}} may be absent, and a topic's name must be"
                        + " complete",
                "t.{{a..b}} | {{a..b}} is no path",
            })
    void fieldThatDoesNotFixTheTopics_isRefused(String topic, String problem) {
        assertThat(Specs.refusal(sink(topic)))
                .startsWith("spec.yaml:29: sink.topic: " + problem + "; ");
    }

    @Test
    void enumValueThatIsNoName_isNamed() {
        assertThat(Specs.refusal(sink("t.{{place}}")))
                .isEqualTo(
                        "spec.yaml:29: sink.topic: comes to \"t.a/b\", which is no name of a"
                                + " topic; use enum values that match [a-zA-Z0-9._-]{1,249}");
    }

    @Test
    void topicReadOrOfDeadLetters_isFound_alsoIfAFieldNamesIt() {
        String yaml =
                sink("{{category}}")
                        .replace("[in]", "[refund]")
                        .replace("topic: dead", "topic: other");
        assertThat(Specs.refusal(yaml))
                .contains(
                        "sink.topic: the job reads this topic itself",
                        "deadLetter.topic: is the sink's topic");
    }

    @Test
    void moreThanAThousandTopics_areRefused() {
        String words =
                IntStream.range(0, 101).mapToObj(i -> "w" + i).collect(Collectors.joining(","));
        String yaml =
                sink("{{category}}-{{language}}-{{vip}}-{{place}}")
                        .replace("billing, refund, other", words)
                        .replace("de, en", "de, en, fr");
        assertThat(Specs.refusal(yaml))
                .isEqualTo(
                        "spec.yaml:29: sink.topic: can name 1212 topics, and 1000 is most; use"
                                + " fields with fewer words");
    }

    @Test
    void tombstonesThatPass_areRefused_whereTheirTopicIsNotKnown() {
        assertThat(Specs.refusal(sink("{{category}}").replace(", tombstones: drop", "")))
                .contains("source.tombstones: pass has no answer", "of 3 topics", "; set drop");
    }

    @ParameterizedTest
    @CsvSource({"text", "json"})
    void modeWithoutASchema_isRefused(String mode) {
        String yaml =
                sink("{{category}}").replaceAll("(?s)responseSchema.*from]\n", "mode: " + mode);
        assertThat(Specs.refusal(yaml.replace("mode: " + mode, "mode: " + mode + "\n")))
                .contains(
                        "sink.topic: depends on the answer, of which nothing is known in mode "
                                + mode);
    }

    @Test
    void wordsOfModeEnum_areTheWholeAnswer() throws Exception {
        String yaml =
                sink("t.{{enrichment}}")
                        .replaceAll(
                                "(?s)responseSchema.*from]\n", "mode: enum\n  values: [yes, no]\n");
        assertThat(SinkTopics.of(Specs.parse(yaml, Map.of())).names().keySet())
                .containsExactly("t.yes", "t.no");
    }

    @Test
    void conditionOnTheTemplatesField_leavesItsOwnTopicsOnly() throws Exception {
        String yaml =
                when("category: [billing, refund]")
                        .replace("topic: r", "topic: \"r.{{category}}\"");
        assertThat(SinkTopics.of(Specs.parse(yaml, Map.of())).names())
                .containsOnlyKeys("r.billing", "r.refund", "out")
                .containsEntry("r.billing", "sink.routes[0].topic");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "category: billing",
                "category: [billing, refund], urgency: {min: 4}, vip: true",
                "urgency: {min: 2, max: 3.5}",
                "urgency: {min: 5, max: 9}",
                "urgency: {min: 0, max: 1}",
                "score: {min: 1000000}",
                "urgency: 4.0",
                "score: [1, 2.5]",
                "from.kind: firm",
                "/some/kind: person",
                "mood: good",
                "title: anything",
            })
    void condition_thatCanHold_isTaken(String condition) throws Exception {
        assertThat(SinkTopics.of(Specs.parse(when(condition), Map.of())).names())
                .containsOnlyKeys("r", "out");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "categori: x | .categori: is no field of the answer's schema; did you mean"
                        + " \"category\"?",
                "from.nmae: x | .from.nmae: is no field of the answer's schema; its fields are"
                        + " category, language, ",
                "category: billin | .category: \"billin\" is none of the schema's values; did you"
                        + " mean \"billing\"?",
                "level: 3 | .level: \"3\" is none of the schema's values; they are 1, 2",
                "urgency: high | .urgency: \"high\" is string, and the schema says integer; ",
                "urgency: 1.5 | .urgency: \"1.5\" is number, and the schema says integer; ",
                "vip: yes | .vip: \"yes\" is string, and the schema says boolean; ",
                "tags: a | .tags: \"a\" is string, and the schema says array; ",
                "category: {min: 1} | .category: has bounds, and the schema says string; ",
                "urgency: {min: 4, max: 3} | .urgency: has a min above its max; ",
                "urgency: {min: 6} | .urgency: 6 is above the schema's maximum; compare with 5 at"
                        + " most",
                "urgency: {max: 0.5} | .urgency: 0.5 is below the schema's minimum; compare with 1"
                        + " at least",
                "urgency: [5, 7] | .urgency: 7 is above the schema's maximum; compare with 5 at"
                        + " most",
                "urgency: 10 | .urgency: 10 is above the schema's maximum; compare with 5 at most",
                "urgency: {mni: 4} | .urgency: has \"mni\", and bounds are min and max; ",
                "urgency: {min: a} | .urgency: has a bound that is no number; ",
                "urgency: {} | .urgency: has no bound; ",
                "category: [] | .category: is an empty list, which nothing fits; ",
                "category: | .category: is compared with what is no text, number, true or false; ",
                "category: [[billing]] | .category: is compared with what is no text, ",
                "'' | : is empty, so that every record would go there; ",
            })
    void condition_thatCannotHold_isRefused(String condition, String problem) {
        assertThat(Specs.refusal(when(condition)))
                .startsWith("spec.yaml:29: sink.routes[0].when" + problem);
    }

    @Test
    void routeWithoutTopicOrCondition_isRefused() {
        assertThat(Specs.refusal(when("").replace("{topic: r, when: {}}", "{}")))
                .contains("sink.routes[0].topic: is missing", "sink.routes[0].when: is missing");
    }
}
