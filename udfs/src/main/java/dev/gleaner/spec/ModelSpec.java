package dev.gleaner.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.gemini.Auth;
import dev.gleaner.gemini.EndpointSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The model and the way to it. The JSON objects are nobody's to change. */
public record ModelSpec(
        @Option(
                        value =
                                "Address of the API, such as"
                                    + " https://generativelanguage.googleapis.com, without user,"
                                    + " query or fragment.",
                        required = "give the address of a Gemini API",
                        hidden = true)
                URI endpoint,
        @Option(
                        value =
                                "The model's id. There is no default, because Google retires"
                                        + " models.",
                        required =
                                "name a model that is served today; there is no default, because"
                                        + " Google retires models",
                        pattern = "[A-Za-z0-9._-]+",
                        hint = EndpointSettings.MODEL_RULE)
                String name,
        @Option(
                        value =
                                "Where the API key is, never the key itself: env:NAME or"
                                        + " file:/absolute/path, read on every TaskManager.",
                        required = "say where the key is: env:NAME or file:/absolute/path",
                        hidden = true)
                SecretReference apiKey,
        @Option(
                        value =
                                "The header that carries the key: x-goog-api-key, or bearer for"
                                        + " Authorization.",
                        defaultValue = "x-goog-api-key",
                        hidden = true)
                Auth auth,
        @Option(
                        value =
                                "Allows http:// to hosts other than this machine and single-label"
                                        + " names, which sends the key in the clear.",
                        defaultValue = "false")
                boolean allowInsecureEndpoint,
        @Option(
                        value =
                                "Whether requests share connections by HTTP/2. Otherwise each has a"
                                        + " connection of its own while it is under way.",
                        defaultValue = "false")
                boolean http2,
        @Option(
                        "File in PEM format with the certificates to trust instead of Java's, for"
                                + " an endpoint or proxy with an authority of its own. Read on"
                                + " every TaskManager.")
                @Nullable Path caCertificates,
        @Option(
                        value =
                                "HTTP proxy for calls of models and of HTTP tools:"
                                        + " http://host:port or https://host:port; environment for"
                                        + " the one that each TaskManager's system properties"
                                        + " (https.proxyHost) or variables (HTTPS_PROXY,"
                                        + " HTTP_PROXY, NO_PROXY) name, if any; none for no proxy.",
                        defaultValue = "environment",
                        pattern = "environment|none|https?://[^\\s?#@/]+:[0-9]{1,5}/?",
                        hidden = true)
                String proxy,
        @Option(
                        value =
                                "Reference to the proxy's user:password: env:NAME or"
                                        + " file:/absolute/path, read on every TaskManager.",
                        hidden = true)
                @Nullable SecretReference proxyCredentials,
        @Option(
                        "Hosts called without the proxy: a host with its subdomains, an IP address"
                                + " or a network such as 10.0.0.0/8, each with :port if only that"
                                + " port is meant.")
                List<String> noProxy,
        @Option(
                        "Gemini's generationConfig under its own field names, such as"
                                + " maxOutputTokens, handed on as it is. What shapes the answer"
                                + " belongs in output.")
                JsonNode generationConfig,
        @Option("Gemini's safetySettings.") List<SafetySpec> safetySettings,
        @Option("Gemini's toolConfig, handed on as it is, beside what the job sets itself.")
                JsonNode toolConfig,
        @Option(
                        value =
                                "Name of a cachedContent that exists, which holds the system"
                                        + " instruction.",
                        pattern = "(projects/[^/\\s]+/locations/[^/\\s]+/)?cachedContents/[^/\\s]+")
                @Nullable String cachedContent,
        @Option("Google's service tier; flex is cheaper and slower.")
                @Nullable ServiceTier serviceTier,
        @Option("Labels for the bill, at Vertex AI.") ClientProperties labels,
        @Option("Vertex AI's modelArmorConfig, handed on as it is.") JsonNode modelArmorConfig,
        @Option("Models that take over, in their order.") List<FallbackSpec> fallbacks) {}
