package dev.gleaner.job.kafka;

import dev.gleaner.text.ByteOrderMark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.provider.ConfigProvider;

/**
 * Reads secrets for Kafka's clients, which make it by its name: {@code env:NAME} from the
 * environment, {@code file:/path} from a file, without white space around it.
 */
public final class KafkaSecretProvider implements ConfigProvider {
    /** Parameter that has secrets escaped as they must be between quotes in JAAS. */
    static final String QUOTED = "quoted";

    private static final long MAX_BYTES = 1 << 20;

    private boolean quoted;

    /** Makes one that does not escape. */
    public KafkaSecretProvider() {}

    @Override
    public void configure(Map<String, ?> parameters) {
        quoted = "true".equals(parameters.get(QUOTED));
    }

    @Override
    public ConfigData get(String path) {
        return new ConfigData(Map.of());
    }

    /**
     * Returns secrets.
     *
     * @param path the kind of place, env or file
     * @param keys the variables' names or the files' paths
     * @throws KafkaSecretException if one is not to be had here; the message never holds a secret
     */
    @Override
    public ConfigData get(String path, Set<String> keys) {
        Map<String, String> secrets = new HashMap<>();
        for (String key : keys) {
            String secret = (path.equals("env") ? variable(key) : file(key)).strip();
            if (secret.isEmpty()) {
                throw new KafkaSecretException(path + ":" + key, "is empty");
            }
            secrets.put(key, quoted ? escaped(secret) : secret);
        }
        return new ConfigData(secrets);
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new KafkaSecretException(
                    "env:" + name, "is not set in this process' environment");
        }
        return value;
    }

    private static String file(String name) {
        Path file = Path.of(name);
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new KafkaSecretException("file:" + name, "is longer than a secret can be");
            }
            return ByteOrderMark.without(Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw new KafkaSecretException("file:" + name, "does not exist on this machine");
        } catch (IOException e) {
            throw new KafkaSecretException(
                    "file:" + name, "cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** As Kafka's JAAS parser takes it back. */
    private static String escaped(String secret) {
        return secret.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    @Override
    public void close() {}
}
