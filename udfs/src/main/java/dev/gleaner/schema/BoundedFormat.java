package dev.gleaner.schema;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.format.Format;
import java.util.List;
import java.util.Map;

/**
 * A format that refuses texts longer than any that have it: the library's checks of some formats
 * take time that grows with the square of the length or more, or a stack as deep as the text is
 * long.
 *
 * @param format the format, as the library checks it
 * @param longest the length of the longest text that can have it, in characters
 * @param budget what the check of the answer may take
 */
record BoundedFormat(Format format, int longest, StepBudget budget) implements Format {
    private static final int MAX_EMAIL = 320;
    private static final int MAX_HOST_NAME = 253;
    private static final int MAX_ADDRESS = 45;
    private static final int MAX_TIME = 64;
    private static final int MAX_EXPRESSION = 2_000;
    private static final int MAX_URI = 100_000;

    private static final Map<String, Integer> LONGEST =
            Map.ofEntries(
                    Map.entry("email", MAX_EMAIL),
                    Map.entry("idn-email", MAX_EMAIL),
                    Map.entry("hostname", MAX_HOST_NAME),
                    Map.entry("idn-hostname", MAX_HOST_NAME),
                    Map.entry("ipv4", MAX_ADDRESS),
                    Map.entry("ipv6", MAX_ADDRESS),
                    Map.entry("ip-address", MAX_ADDRESS),
                    Map.entry("date", MAX_TIME),
                    Map.entry("date-time", MAX_TIME),
                    Map.entry("time", MAX_TIME),
                    Map.entry("duration", MAX_TIME),
                    Map.entry("utc-millisec", MAX_TIME),
                    Map.entry("uuid", MAX_TIME),
                    Map.entry("phone", MAX_TIME),
                    Map.entry("color", MAX_TIME),
                    Map.entry("style", MAX_TIME),
                    Map.entry("uri", MAX_URI),
                    Map.entry("uri-reference", MAX_URI),
                    Map.entry("iri", MAX_URI),
                    Map.entry("iri-reference", MAX_URI));

    /** Returns formats with their bounds. */
    static List<BoundedFormat> of(List<Format> formats, StepBudget budget) {
        return formats.stream()
                .map(
                        format ->
                                new BoundedFormat(
                                        format,
                                        LONGEST.getOrDefault(format.getName(), MAX_EXPRESSION),
                                        budget))
                .toList();
    }

    @Override
    public boolean matches(ExecutionContext context, SchemaContext schema, String value) {
        if (value.length() > longest) {
            return false;
        }
        boolean isShort = longest <= MAX_EMAIL;
        budget.spend(
                isShort ? (long) value.length() * value.length() : value.length() * 10L,
                "the format " + getName());
        return format.matches(context, schema, value);
    }

    @Override
    public String getName() {
        return format.getName();
    }

    @Override
    public String getMessageKey() {
        return format.getMessageKey();
    }
}
