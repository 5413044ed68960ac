package dev.gleaner.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kafka itself makes of references. */
class KafkaSecretsTest {
    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\""
                    + " password=\"{{file:%s}}\";";

    private final Path folder;

    KafkaSecretsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "q\"uo\"te",
                "back\\slash\\n",
                "${a:b} $$ {{env:PATH}} \\1",
                "semi;colon = '",
                "ünïcode 密码",
                "two\nlines\r\nand more",
            })
    void secret_arrivesAsItIs(String secret) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), secret + "\n");
        ProducerConfig config =
                producer(
                        Map.of(
                                "sasl.jaas.config",
                                LOGIN.formatted(file),
                                "ssl.key.password",
                                "{{file:" + file + "}}"));
        assertThat(password(config)).isEqualTo(secret);
        assertThat(config.getPassword("ssl.key.password").value()).isEqualTo(secret);
        assertThat(config.values().toString()).doesNotContain(secret);
    }

    @Test
    void wholeLogin_mayBeInAFile() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "p\"w");
        Path file =
                Files.writeString(
                        folder.resolve("login"),
                        LOGIN.formatted(password).replace("{{file:" + password + "}}", "p\\\"w"));
        assertThat(password(producer(Map.of("sasl.jaas.config", "{{file:" + file + "}}"))))
                .isEqualTo("p\"w");
    }

    @Test
    void variable_isRead_andOtherProvidersStay() {
        Map<String, String> properties =
                KafkaSecrets.forClient(
                        Map.of(
                                "client.rack", "a-{{env:PATH}}-b",
                                "config.providers", "own",
                                "config.providers.own.class",
                                        "org.apache.kafka.common.config.provider.EnvVarConfigProvider",
                                "group.id", "${own:PATH}"));
        Map<String, Object> consumer = new HashMap<>(properties);
        consumer.put("bootstrap.servers", "localhost:1");
        consumer.put(
                "key.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        consumer.put(
                "value.deserializer",
                "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        ConsumerConfig config = new ConsumerConfig(consumer);
        String path = System.getenv("PATH");
        assertThat(config.getString("client.rack")).isEqualTo("a-" + path + "-b");
        assertThat(config.getString("group.id")).isEqualTo(path);
    }

    @Test
    void withoutReferences_nothingIsAdded() {
        Map<String, String> written = Map.of("client.id", "${x:y}");
        assertThat(KafkaSecrets.forClient(written)).isEqualTo(written);
    }

    @Test
    void secretThatIsNotThere_isNamedWithItsFix() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), " \n");
        assertThatThrownBy(() -> producer(Map.of("client.id", "{{env:NO_SUCH_VARIABLE}}")))
                .isInstanceOf(KafkaSecretException.class)
                .hasMessage(
                        "The secret env:NO_SUCH_VARIABLE, which a Kafka property refers to, is not"
                            + " set in this process' environment. Give it to the job manager and to"
                            + " every task manager.");
        assertThatThrownBy(() -> producer(Map.of("client.id", "{{file:/no/such}}")))
                .hasMessageContaining("file:/no/such, which")
                .hasMessageContaining("does not exist on this machine");
        assertThatThrownBy(() -> producer(Map.of("client.id", "{{file:" + empty + "}}")))
                .hasMessageContaining("is empty");
    }

    private static String password(ProducerConfig config) {
        return String.valueOf(
                JaasContext.loadClientContext(config.values())
                        .configurationEntries()
                        .get(0)
                        .getOptions()
                        .get("password"));
    }

    private static ProducerConfig producer(Map<String, String> written) {
        Map<String, Object> properties = new HashMap<>(KafkaSecrets.forClient(written));
        properties.put("bootstrap.servers", "localhost:1");
        properties.put("key.serializer", ByteArraySerializer.class);
        properties.put("value.serializer", ByteArraySerializer.class);
        return new ProducerConfig(properties);
    }
}
