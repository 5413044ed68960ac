package dev.gleaner.gemini;

import dev.gleaner.http.ProxySettings;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where and how to reach the model.
 *
 * @param endpoint scheme, host, optional port and path, such as {@code
 *     https://generativelanguage.googleapis.com} or {@code
 *     https://aiplatform.googleapis.com/v1/projects/p/locations/global}; https, or http inside a
 *     machine or cluster
 * @param model the model's id, such as {@code gemini-3.5-flash-lite}
 * @param apiKey where the API key is
 * @param auth the header that carries it
 * @param attemptTimeout the longest wait for one answer; from 1 ms to 1 h
 * @param maxAnswerBytes the longest body that is read, after decompression; from 1 kB up
 * @param allowInsecure whether http is allowed to any host
 * @param http2 whether HTTP/2 is asked for; https only
 * @param caCertificates path of a PEM file whose certificates are trusted besides the JVM's, or
 *     null; read where the calls are made
 * @param stream how answers are streamed, or null if they come in one piece
 * @param proxy the proxy that the model is called by way of
 */
public record EndpointSettings(
        URI endpoint,
        String model,
        ApiKeyReference apiKey,
        Auth auth,
        Duration attemptTimeout,
        int maxAnswerBytes,
        boolean allowInsecure,
        boolean http2,
        @Nullable String caCertificates,
        @Nullable StreamSettings stream,
        ProxySettings proxy)
        implements Serializable {

    /** The default of {@code attemptTimeout}. */
    public static final Duration DEFAULT_ATTEMPT_TIMEOUT = Duration.ofSeconds(60);

    /** The default of {@code maxAnswerBytes}: 8 MiB. */
    public static final int DEFAULT_MAX_ANSWER_BYTES = 8 << 20;

    /** The form of a model's id, for messages. */
    public static final String MODEL_RULE =
            "the model's id alone: letters, digits, '.', '_' or '-', without a prefix such as"
                    + " models/ or google/";

    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}|\\[::1]");

    /** Refuses what cannot work or would send the key in the clear. */
    public EndpointSettings {
        checkEndpoint(endpoint);
        checkEncrypted(endpoint, allowInsecure);
        check(MODEL.matcher(model).matches(), "model.name", model, "must be " + MODEL_RULE);
        check(
                !attemptTimeout.isNegative()
                        && attemptTimeout.toMillis() >= 1
                        && attemptTimeout.compareTo(Duration.ofHours(1)) <= 0,
                "call.attemptTimeout",
                attemptTimeout,
                "must be from 1 ms to 1 h");
        check(
                caCertificates == null || !caCertificates.isBlank(),
                "model.caCertificates",
                "\"" + caCertificates + "\"",
                "must be the path of a PEM file");
        check(maxAnswerBytes >= 1_024, "call.maxAnswerBytes", maxAnswerBytes, "must be >= 1024");
    }

    /** Settings of calls without a proxy. */
    public EndpointSettings(
            URI endpoint,
            String model,
            ApiKeyReference apiKey,
            Auth auth,
            Duration attemptTimeout,
            int maxAnswerBytes,
            boolean allowInsecure,
            boolean http2,
            @Nullable String caCertificates,
            @Nullable StreamSettings stream) {
        this(
                endpoint,
                model,
                apiKey,
                auth,
                attemptTimeout,
                maxAnswerBytes,
                allowInsecure,
                http2,
                caCertificates,
                stream,
                ProxySettings.DIRECT);
    }

    /** Returns the address that {@code generateContent} requests go to. */
    public URI generateContent() {
        return paths().operation(model, "generateContent");
    }

    /** Returns the address that requests for a stream of server-sent events go to. */
    public URI streamGenerateContent() {
        return paths().operation(model, "streamGenerateContent?alt=sse");
    }

    /** Returns the address at which cachedContents are created. */
    public URI cachedContents() {
        return paths().cachedContents();
    }

    /**
     * Returns the address of a cachedContent.
     *
     * @param name its resource name, as the endpoint gave it
     */
    public URI cachedContent(String name) {
        return paths().named(name);
    }

    /**
     * Returns the model's resource name, {@code models/M} or, at Vertex AI, {@code
     * projects/P/locations/L/publishers/google/models/M}.
     */
    public String modelResource() {
        return paths().resource(model);
    }

    /** Returns whether an address is Vertex AI's, by its path. */
    public static boolean isVertex(URI endpoint) {
        return ApiPaths.of(endpoint).isVertex();
    }

    private ApiPaths paths() {
        return ApiPaths.of(endpoint);
    }

    private static void checkEndpoint(URI endpoint) {
        String scheme = lowerCase(endpoint.getScheme());
        check(
                scheme.equals("https") || scheme.equals("http"),
                "model.endpoint",
                redacted(endpoint),
                "must begin with https:// (or http://)");
        check(endpoint.getHost() != null, "model.endpoint", redacted(endpoint), "must name a host");
        check(
                endpoint.getRawUserInfo() == null
                        && endpoint.getRawQuery() == null
                        && endpoint.getRawFragment() == null,
                "model.endpoint",
                redacted(endpoint),
                "must have no user, query or fragment; the key belongs in model.apiKey");
        EndpointMistake mistake = EndpointMistake.of(endpoint);
        check(
                mistake == null,
                "model.endpoint",
                redacted(endpoint),
                mistake == null ? "" : mistake.problem() + "; " + mistake.fix());
    }

    private static void checkEncrypted(URI endpoint, boolean allowInsecure) {
        check(
                allowInsecure || !sendsKeyInTheClear(endpoint),
                "model.endpoint",
                endpoint,
                "would send the API key unencrypted; use https, or set"
                        + " allowInsecureEndpoint: true");
    }

    /**
     * Returns whether this is plain http to another machine. Loopback is not, and neither is a name
     * without a dot, as containers of one network have.
     */
    public static boolean sendsKeyInTheClear(URI endpoint) {
        String host = lowerCase(endpoint.getHost());
        boolean local = !host.contains(".") && !host.contains(":");
        return lowerCase(endpoint.getScheme()).equals("http")
                && !local
                && !LOOPBACK.matcher(host).matches();
    }

    /** The address without the parts that may hold a secret. */
    private static String redacted(URI endpoint) {
        return endpoint.getScheme() + "://" + endpoint.getHost();
    }

    private static String lowerCase(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }

    private static void check(boolean valid, String option, Object value, String rule) {
        if (!valid) {
            throw new IllegalArgumentException(option + " " + rule + ": " + value);
        }
    }
}
