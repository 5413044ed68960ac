package dev.gleaner.job.spec;

import dev.gleaner.gemini.EndpointSettings;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether fallbacks are other models, or the same elsewhere, that may be called. */
final class FallbackChecks {
    private final SpecValues values;

    FallbackChecks(SpecValues values) {
        this.values = values;
    }

    void run() {
        URI first = values.get("model.endpoint", URI.class);
        Set<List<Object>> seen = new HashSet<>();
        String name = values.get("model.name", String.class);
        if (first != null && name != null) {
            seen.add(List.of(first, name));
        }
        for (String fallback : values.items("model.fallbacks")) {
            URI own = values.get(fallback + ".endpoint", URI.class);
            if (own != null) {
                checkEndpoint(fallback + ".endpoint", own);
            }
            URI endpoint = own == null ? first : own;
            String model = values.get(fallback + ".name", String.class);
            if (endpoint != null && model != null && !seen.add(List.of(endpoint, model))) {
                values.add(
                        fallback + ".name",
                        "is a model that calls have been to before",
                        "name another model or endpoint");
            }
        }
    }

    private void checkEndpoint(String path, URI endpoint) {
        boolean allowed = values.isTrue("model.allowInsecureEndpoint");
        if (!allowed && EndpointSettings.sendsKeyInTheClear(endpoint)) {
            values.add(
                    path,
                    "http would send the API key in the clear",
                    "use https, or set model.allowInsecureEndpoint: true");
        }
        if (values.isTrue("model.http2") && "http".equalsIgnoreCase(endpoint.getScheme())) {
            values.add(
                    path,
                    "is http, and HTTP/2 is agreed on in TLS",
                    "use https, or leave model.http2 out");
        }
    }
}
