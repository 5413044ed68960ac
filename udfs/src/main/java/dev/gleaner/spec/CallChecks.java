package dev.gleaner.spec;

import dev.gleaner.gemini.EndpointSettings;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Collectors;

/** Whether what is said of calls and of the way to the endpoint fits together. */
final class CallChecks {
    private final SpecValues values;

    CallChecks(SpecValues values) {
        this.values = values;
    }

    void run() {
        checkBounds();
        checkOutage();
        checkEndpoint();
        checkHttp2();
        checkStream();
    }

    private void checkBounds() {
        notAbove("call.attemptTimeout", "call.deadline", Duration.class);
        notAbove("call.backoff.initial", "call.backoff.max", Duration.class);
        notAbove("async.limit", "async.capacity", Integer.class);
    }

    private <T extends Comparable<T>> void notAbove(String lower, String upper, Class<T> type) {
        T low = values.get(lower, type);
        T high = values.get(upper, type);
        if (low != null && high != null && low.compareTo(high) > 0) {
            String path = values.isGiven(lower) ? lower : upper;
            String problem = named(lower) + " is above " + named(upper);
            values.add(path, problem, "lower the one or raise the other");
        }
    }

    /** The path, and its value if the user has not written it. */
    private String named(String path) {
        return values.isGiven(path)
                ? path
                : OptionPath.all()
                        .filter(option -> option.path().equals(path))
                        .map(option -> path + " (" + option.defaultValue() + " by default)")
                        .collect(Collectors.joining());
    }

    private void checkOutage() {
        if (values.isGiven("call.outage.after")
                && values.get("call.outage.action", OutageAction.class) == OutageAction.WAIT) {
            values.add(
                    "call.outage.after",
                    "has no use with action wait",
                    "set action: dead-letter or fail, or remove it");
        }
    }

    private void checkEndpoint() {
        URI endpoint = values.get("model.endpoint", URI.class);
        Boolean allowed = values.get("model.allowInsecureEndpoint", Boolean.class);
        if (endpoint != null) {
            values.checkPath("model.endpoint", endpoint);
        }
        if (endpoint != null
                && Boolean.FALSE.equals(allowed)
                && EndpointSettings.sendsKeyInTheClear(endpoint)) {
            values.add(
                    "model.endpoint",
                    "http would send the API key in the clear",
                    "use https, or set model.allowInsecureEndpoint: true");
        }
    }

    private void checkHttp2() {
        URI endpoint = values.get("model.endpoint", URI.class);
        boolean plain = endpoint != null && "http".equalsIgnoreCase(endpoint.getScheme());
        if (plain && Boolean.TRUE.equals(values.get("model.http2", Boolean.class))) {
            values.add(
                    "model.http2",
                    "is agreed on in TLS, and the endpoint is http",
                    "use https, or leave http2 out");
        }
    }

    private void checkStream() {
        String idle = "call.streamIdleTimeout";
        if (!values.isGiven(idle)) {
            return;
        }
        if (Boolean.FALSE.equals(values.get("call.stream", Boolean.class))) {
            values.add(idle, "has no use without call.stream", "set stream: true");
        }
        notAbove(idle, "call.attemptTimeout", Duration.class);
    }
}
