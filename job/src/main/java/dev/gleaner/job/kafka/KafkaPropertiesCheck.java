package dev.gleaner.job.kafka;

import dev.gleaner.spec.JobSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Whether Kafka's clients take their properties, and these keep the secrets out of the spec. */
public final class KafkaPropertiesCheck {
    /** Of the type of passwords in Kafka, for their length, and open to everybody. */
    private static final Set<String> NO_SECRETS =
            Set.of("ssl.truststore.certificates", "ssl.keystore.certificate.chain");

    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(password|secret|passphrase).*");
    private static final Pattern JAAS_OPTION =
            Pattern.compile("([A-Za-z0-9_.-]+)\\s*=\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s;\"]+)");

    /** A variable of another provider, which the user has set up. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[^}]*}");

    private static final String FIX =
            "write {{env:NAME}} or {{file:/path}}, which is read where Kafka's clients are made";

    private KafkaPropertiesCheck() {}

    /** Returns the problems found, each with its fix; none repeats a value. */
    public static List<String> problems(JobSpec spec) {
        List<String> problems = new ArrayList<>();
        Map<String, String> source = spec.source().properties().values();
        Map<String, String> sink = spec.sink().properties().values();
        check("source.properties", source, ConsumerConfig.configDef(), problems);
        check("sink.properties", sink, ProducerConfig.configDef(), problems);
        return problems;
    }

    private static void check(
            String path, Map<String, String> properties, ConfigDef known, List<String> problems) {
        properties.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        property -> {
                            String at = path + "." + property.getKey();
                            checkReferences(at, property.getValue(), problems);
                            checkValue(
                                    at,
                                    property.getValue(),
                                    known.configKeys().get(property.getKey()),
                                    problems);
                            if (property.getKey().equals(KafkaSecrets.JAAS)) {
                                checkJaas(at, property.getValue(), problems);
                            } else if (isSecret(property.getKey(), known)
                                    && !refersOnly(property.getValue())) {
                                problems.add(at + ": is a secret, in plain text; " + FIX);
                            }
                        });
    }

    /** What Kafka would refuse when it makes the client, which is after the submission. */
    private static void checkValue(
            String at, String value, @Nullable ConfigKey key, List<String> problems) {
        if (key == null
                || key.type == ConfigDef.Type.PASSWORD
                || key.type == ConfigDef.Type.CLASS // which may be on the cluster only
                || (key.validator == null && KafkaSecrets.REFERENCE.matcher(value).find())) {
            return;
        }
        try {
            Object parsed = ConfigDef.parseType(key.name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(key.name, parsed);
            }
        } catch (ConfigException invalid) {
            problems.add(at + ": Kafka takes no such value; " + invalid.getMessage());
        }
    }

    private static boolean isSecret(String name, ConfigDef known) {
        ConfigKey key = known.configKeys().get(name);
        boolean declared = key != null && key.type == ConfigDef.Type.PASSWORD;
        return !NO_SECRETS.contains(name) && (declared || SECRET_NAME.matcher(name).matches());
    }

    private static boolean refersOnly(String value) {
        String rest = KafkaSecrets.REFERENCE.matcher(value).replaceAll("");
        return VARIABLE.matcher(rest).replaceAll("").isBlank();
    }

    private static void checkReferences(String at, String value, List<String> problems) {
        if (KafkaSecrets.REFERENCE.matcher(value).replaceAll("").contains("{{")) {
            problems.add(
                    at
                            + ": what stands in braces is no reference to a secret; write"
                            + " {{env:NAME}} or {{file:/absolute/path}}");
        }
    }

    private static void checkJaas(String at, String value, List<String> problems) {
        if (refersOnly(value)) {
            return;
        }
        Matcher option = JAAS_OPTION.matcher(value);
        StringBuilder quoted = new StringBuilder();
        while (option.find()) {
            String text = option.group(2);
            boolean inQuotes = text.startsWith("\"");
            String content = inQuotes ? text.substring(1, text.length() - 1) : text;
            if (SECRET_NAME.matcher(option.group(1)).matches() && !refersOnly(content)) {
                problems.add(at + ": " + option.group(1) + " is a secret, in plain text; " + FIX);
            }
            if (inQuotes) {
                quoted.append(content);
            }
        }
        long references = KafkaSecrets.REFERENCE.matcher(value).results().count();
        if (references != KafkaSecrets.REFERENCE.matcher(quoted).results().count()) {
            problems.add(
                    at + ": a reference stands outside of quotes; write password=\"{{env:NAME}}\"");
        }
    }
}
