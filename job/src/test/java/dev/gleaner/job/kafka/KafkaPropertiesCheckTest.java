package dev.gleaner.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.spec.SpecException;
import dev.gleaner.spec.SpecLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaPropertiesCheckTest {
    private static final String SPEC =
            """
            name: tiny
            source: {bootstrapServers: "localhost:9092", topics: [in]}
            model: {endpoint: "http://localhost:1", name: gemini-x, apiKey: "env:KEY"}
            prompt: {user: "{{record}}"}
            output: {responseSchema: {type: STRING}}
            sink:
              topic: out
              properties:
                NAME: 'VALUE'
            deadLetter: {topic: dead}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ssl.keystore.password | Hunter2 | is a secret, in plain text",
                "ssl.key.password | {{env:A}}Hunter2 | is a secret, in plain text",
                "ssl.keystore.key | Hunter2 | is a secret, in plain text",
                "sasl.oauthbearer.client.credentials.client.secret | Hunter2 | is a secret, in"
                        + " plain",
                "my.own.password | Hunter2 | is a secret, in plain text",
                "sasl.jaas.config | M required password=\"Hunter2\"; | password is a secret, in",
                "sasl.jaas.config | M required password=Hunter2; | password is a secret, in plain",
                "sasl.jaas.config | M required a=\"b\" clientSecret=\"Hunter2\"; | clientSecret is",
                "sasl.jaas.config | M required password={{env:A}}; | a reference stands outside of",
                "client.id | {{vault:Hunter2}} | what stands in braces is no reference",
                "client.id | {{file:relative}} | what stands in braces is no reference",
                "client.id | {{env:A-B}} | what stands in braces is no reference",
                "client.id | {{env:A} | what stands in braces is no reference",
            })
    void secretInPlainText_orNoReference_isRefusedWithoutRepeatingIt(
            String name, String value, String problem) throws SpecException {
        assertThat(problems(name, value))
                .first()
                .asString()
                .startsWith("sink.properties." + name + ": " + problem)
                .doesNotContain("Hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "max.request.size, lots",
        "buffer.memory, {{env:A}}",
        "compression.type, {{env:A}}",
        "compression.type, rar",
        "security.protocol, SASL-SSL",
        "linger.ms, -1",
    })
    void valueThatKafkaDoesNotTake_isRefused(String name, String value) throws SpecException {
        assertThat(problems(name, value))
                .singleElement()
                .asString()
                .startsWith("sink.properties." + name + ": Kafka takes no such value; ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ssl.keystore.password | {{env:A}}",
                "ssl.keystore.password | {{file:/a b:c}}",
                "ssl.keystore.password | $${own:/a:b}",
                "ssl.truststore.certificates | -----BEGIN CERTIFICATE-----",
                "ssl.keystore.certificate.chain | -----BEGIN CERTIFICATE-----",
                "sasl.jaas.config | M required username=\"u\" password=\"{{env:A}}\";",
                "sasl.jaas.config | M required tokenauth=\"true\" username=\"{{env:U}}\";",
                "sasl.jaas.config | {{file:/run/secrets/login}}",
                "ssl.truststore.location | /etc/truststore.pem",
                "security.protocol | SASL_SSL",
                "compression.type | zstd",
                "client.id | a-{{env:A}}",
                "interceptor.classes | not.here.ButThere",
                "sasl.login.callback.handler.class | not.here.ButThere",
                "unknown.to.kafka | anything",
            })
    void referenceOrWhatIsNoSecret_isTaken(String name, String value) throws SpecException {
        assertThat(problems(name, value)).isEmpty();
    }

    @Test
    void source_isLookedAt_too() throws SpecException {
        String yaml =
                SPEC.replace("topics: [in]", "topics: [in], properties: {ssl.key.password: x}");
        assertThat(
                        KafkaPropertiesCheck.problems(
                                SpecLoader.parse(
                                        yaml.replace("NAME", "a"), Path.of("."), name -> null)))
                .singleElement()
                .asString()
                .startsWith("source.properties.ssl.key.password: is a secret");
    }

    private static List<String> problems(String name, String value) throws SpecException {
        String yaml = SPEC.replace("NAME", name).replace("VALUE", value);
        return KafkaPropertiesCheck.problems(
                SpecLoader.parse(yaml, Path.of("."), variable -> null));
    }
}
