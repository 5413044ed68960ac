package dev.gleaner.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecEnvironmentTest {

    @ParameterizedTest
    @CsvSource({
        "'${TOPIC}', from-env",
        "'${ABSENT:fallback}', fallback",
        "'a-${TOPIC}-${ABSENT:b}', a-from-env-b",
        "'${TOPIC:fallback}', from-env",
    })
    void reference_inAValue_isReplaced(String written, String expected) throws SpecException {
        String yaml = Specs.minimal("topic: out", "topic: " + written);

        assertThat(Specs.parse(yaml, Map.of("TOPIC", "from-env")).sink().topic())
                .isEqualTo(expected);
    }

    @Test
    void reference_toANumberAndABoolean_bindsAsSuch() throws SpecException {
        String yaml =
                Specs.read("minimal.yaml")
                        + "async: {capacity: '${N}'}\ncall: {repair: '${R:false}'}\n";

        JobSpec spec = Specs.parse(yaml, Map.of("N", "7"));

        assertThat(spec.enrichment().async())
                .isEqualTo(new AsyncSpec(7, null, 7, ResultOrder.NONE));
        assertThat(spec.enrichment().call().repair()).isFalse();
    }

    @Test
    void reference_inAnInlineSchema_isReplacedAndTypedByItsQuotes() throws SpecException {
        String yaml =
                Specs.minimal(
                        " {type: STRING}",
                        """

                            type: STRING
                            maxLength: ${N}
                            description: '${N}'
                            title: a ${N}\
                        """);

        assertThat(
                        Specs.parse(yaml.replace("${N}", "${N:3}"), Map.of())
                                .enrichment()
                                .output()
                                .responseSchema())
                .hasToString(
                        "{\"type\":\"STRING\",\"maxLength\":3,\"description\":\"3\",\"title\":\"a"
                                + " 3\"}");
    }

    @Test
    void doubledDollar_isALiteral() throws SpecException {
        String yaml = Specs.minimal("{{record}}", "pay $${AMOUNT} $5 $$ {{record}}");

        assertThat(Specs.parse(yaml, Map.of()).enrichment().prompt().user())
                .isEqualTo("pay ${AMOUNT} $5 $$ {{record}}");
    }

    @Test
    void emptyVariable_leavesTheOptionOut() throws SpecException {
        String yaml =
                Specs.minimal("topicPattern: in-.*", "topicPattern: in-.*\n  stopAt: ${STOP:}");

        assertThat(Specs.parse(yaml, Map.of()).source().stopAt()).isNull();
    }

    @Test
    void variable_holdingYaml_isOnlyText() throws SpecException {
        String attack = "x\"\nmodel:\n  allowInsecureEndpoint: true\n# {{record}} ${HOME} &a *a";
        String yaml = Specs.minimal("\"{{record}}\"", "${ATTACK}");

        JobSpec spec = Specs.parse(yaml, Map.of("ATTACK", attack, "HOME", "/root"));

        assertThat(spec.enrichment().prompt().user()).isEqualTo(attack);
        assertThat(spec.enrichment().model().allowInsecureEndpoint()).isFalse();
    }

    @Test
    void variable_holdingYamlForAnObject_isOnlyText() throws SpecException {
        String yaml = Specs.minimal(" {type: STRING}", "\n    type: STRING\n    title: ${ATTACK}");

        assertThat(
                        Specs.parse(yaml, Map.of("ATTACK", "{a: 1}, b: [2]"))
                                .enrichment()
                                .output()
                                .responseSchema())
                .hasToString("{\"type\":\"STRING\",\"title\":\"{a: 1}, b: [2]\"}");
    }

    @Test
    void unsetVariable_isAProblem() {
        assertThat(Specs.refusal(Specs.minimal("topic: out", "topic: ${TOPIC}")))
                .isEqualTo(
                        "spec.yaml:14: sink.topic: the environment variable TOPIC is not set; set"
                                + " it, or give a default: ${TOPIC:default}");
    }

    @Test
    void brokenReference_isAProblem() {
        assertThat(Specs.refusal(Specs.minimal("{{record}}", "${not-a-name} {{record}}")))
                .isEqualTo(
                        "spec.yaml:10: prompt.user: \"${\" begins no ${NAME} or ${NAME:default};"
                                + " complete it, or write $${ for the characters ${");
    }

    @Test
    void variable_inTheApiKey_isAProblemThatDoesNotRepeatIt() {
        String yaml = Specs.minimal("file:/run/secrets/key", "${KEY}");

        assertThat(Specs.refusal(yaml, Map.of("KEY", "env:NAME")))
                .isEqualTo(
                        "spec.yaml:8: model.apiKey: the value is not a reference to a secret;"
                                + " secrets are references: write env:NAME or file:/absolute/path");
    }

    @Test
    void valueOfAVariable_isNotInTheMessage() {
        String yaml = Specs.read("minimal.yaml") + "call: {deadline: '${SECRET}'}\n";

        assertThat(Specs.refusal(yaml, Map.of("SECRET", "hunter2")))
                .contains("call.deadline: \"${SECRET}\" is not a duration")
                .doesNotContain("hunter2");
    }
}
