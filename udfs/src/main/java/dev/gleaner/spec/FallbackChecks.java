package dev.gleaner.spec;

import dev.gleaner.gemini.EndpointSettings;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
                checkKey(fallback + ".apiKey", first, own);
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
        values.checkPath(path, endpoint);
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

    /** A key goes to nobody but whom it is from, unless that is written down. */
    private void checkKey(String path, @Nullable URI first, URI own) {
        boolean elsewhere = first != null && !own.getHost().equalsIgnoreCase(first.getHost());
        if (elsewhere && !values.isGiven(path)) {
            values.add(
                    path,
                    "is missing, so that model.apiKey would be sent to " + own.getHost(),
                    "say where this endpoint's key is, be it the same");
        }
    }
}
