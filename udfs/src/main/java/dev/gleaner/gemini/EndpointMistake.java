package dev.gleaner.gemini;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address that is not the base of a Gemini API, by its path: it names one operation, or another
 * API of the same host. The path is never repeated, except for its end.
 *
 * @param problem what it is instead
 * @param fix what to write
 */
public record EndpointMistake(String problem, String fix) {
    private static final Pattern OPERATION =
            Pattern.compile(".*?(/(models|tunedModels)/[^/]+|/cachedContents(/[^/]*)?|:\\w+)/*");
    private static final Pattern OTHER_API =
            Pattern.compile(
                    ".*?((/v\\d+)?/(chat/completions|completions|responses|embeddings|messages)"
                            + "|/openai(/.*)?|/interactions)/*");

    /** Returns what is wrong with an address, or null if nothing can be seen. */
    public static @Nullable EndpointMistake of(URI endpoint) {
        String path = endpoint.getRawPath() == null ? "" : endpoint.getRawPath();
        Matcher other = OTHER_API.matcher(path.toLowerCase(Locale.ROOT));
        if (other.matches()) {
            return new EndpointMistake(
                    "is an address of another API, and the job speaks Gemini's generateContent",
                    "write it without " + other.group(1));
        }
        return OPERATION.matcher(path).matches()
                ? new EndpointMistake(
                        "is the address of one model or operation, and the job adds these itself",
                        "write it up to the version, such as"
                                + " https://generativelanguage.googleapis.com/v1beta, and the"
                                + " model's id in model.name")
                : null;
    }
}
