package dev.gleaner.job.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * References to secrets in the properties of Kafka's clients: <code>{{env:NAME}}</code> and <code>
 * {{file:/path}}</code>. Kafka resolves them itself where a client is made, with a provider of
 * ours, so that the secrets are nowhere else.
 */
final class KafkaSecrets {
    /** The one property whose syntax has quotes, in which a secret may need escapes. */
    static final String JAAS = "sasl.jaas.config";

    static final Pattern REFERENCE =
            Pattern.compile("\\{\\{(env:[A-Za-z_][A-Za-z0-9_]*|file:/[^{}]+)}}");

    private static final String PROVIDERS = "config.providers";
    private static final String PLAIN = "gleaner";
    private static final String QUOTED = "gleaner-quoted";

    private KafkaSecrets() {}

    /** Returns the properties as Kafka's clients understand them. */
    static Map<String, String> forClient(Map<String, String> written) {
        Map<String, String> properties = new HashMap<>();
        written.forEach((name, value) -> properties.put(name, translated(name, value)));
        if (!properties.equals(written)) {
            properties.merge(
                    PROVIDERS, PLAIN + "," + QUOTED, (theirs, ours) -> theirs + "," + ours);
            for (String provider : new String[] {PLAIN, QUOTED}) {
                properties.put(
                        PROVIDERS + "." + provider + ".class", KafkaSecretProvider.class.getName());
            }
            properties.put(
                    PROVIDERS + "." + QUOTED + ".param." + KafkaSecretProvider.QUOTED, "true");
        }
        return properties;
    }

    private static String translated(String name, String value) {
        boolean inQuotes = name.equals(JAAS) && !REFERENCE.matcher(value.strip()).matches();
        String provider = inQuotes ? QUOTED : PLAIN;
        return REFERENCE
                .matcher(value)
                .replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        "${" + provider + ":" + found.group(1) + "}"));
    }
}
