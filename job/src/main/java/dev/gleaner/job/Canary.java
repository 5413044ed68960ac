package dev.gleaner.job;

import dev.gleaner.enrich.EnrichmentSettings;
import dev.gleaner.enrich.RouteSettings;
import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.gemini.GeminiClient;
import dev.gleaner.gemini.GeminiClientFactory;
import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.gemini.RequestEncoder;
import dev.gleaner.gemini.RequestSettings;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.FallbackReason;
import dev.gleaner.model.Prompt;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls each model once with a tiny record before the job is submitted, so that a schema, tool, key
 * or model that the endpoint refuses is known in seconds, and not by the first million records.
 */
final class Canary {
    private final GeminiClientFactory clients;
    private final Function<String, @Nullable String> environment;
    private final PrintStream out;
    private final Duration timeout;

    /**
     * @param clients makes the very clients of the job
     * @param environment the value of a variable by its name, or null
     * @param out is told what is done and found
     * @param timeout the longest wait for an answer
     */
    Canary(
            GeminiClientFactory clients,
            Function<String, @Nullable String> environment,
            PrintStream out,
            Duration timeout) {
        this.clients = clients;
        this.environment = environment;
        this.out = out;
        this.timeout = timeout;
    }

    /**
     * A call under way.
     *
     * @param replaceable whether calls go on to another model if the endpoint does not have this
     *     one any more
     */
    private record Pending(String model, boolean replaceable, BlockingQueue<GeminiReply> reply) {}

    /**
     * Calls, all models at once, and returns if the job may start.
     *
     * @throws IllegalArgumentException if an endpoint refuses what every request will carry; the
     *     message has its own reason
     */
    void run(EnrichmentSettings settings) throws InterruptedException {
        Prompt prompt = CanaryPrompt.of(settings.prompt());
        List<GeminiClient> open = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        try {
            List<Pending> calls = new ArrayList<>();
            for (RouteSettings route : settings.routes()) {
                GeminiClient client = client(route.endpoint());
                if (client != null) {
                    open.add(client);
                    for (RequestSettings request : requests(route)) {
                        calls.add(
                                new Pending(
                                        name(route.endpoint()),
                                        isReplaceable(route, settings),
                                        send(client, new RequestEncoder(request), prompt)));
                    }
                }
            }
            for (Pending call : calls) {
                judge(call, await(call.reply()), refusals);
            }
        } finally {
            open.forEach(GeminiClient::close);
        }
        if (!refusals.isEmpty()) {
            throw new IllegalArgumentException(
                    String.join(System.lineSeparator(), refusals)
                            + System.lineSeparator()
                            + "Found by a call with a tiny record; --no-canary starts the job"
                            + " without it.");
        }
    }

    private static boolean isReplaceable(RouteSettings route, EnrichmentSettings settings) {
        return route.equals(settings.routes().get(0))
                && settings.routes().stream()
                        .anyMatch(r -> r.reasons().contains(FallbackReason.RETIREMENT));
    }

    private static List<RequestSettings> requests(RouteSettings route) {
        return route.research() == null
                ? List.of(route.request())
                : List.of(route.research(), route.request());
    }

    private static String name(EndpointSettings endpoint) {
        return endpoint.model() + " at " + endpoint.endpoint().getHost();
    }

    /** Returns the client, or null if the key or the certificates are not to be had here. */
    private @Nullable GeminiClient client(EndpointSettings endpoint) {
        try {
            GeminiClient client = clients.create(endpoint, endpoint.apiKey().resolve(environment));
            out.println("canary: asking " + name(endpoint) + " about a tiny record");
            return client;
        } catch (IllegalArgumentException missing) {
            out.println("canary: " + name(endpoint) + " is not asked: " + missing.getMessage());
            return null;
        }
    }

    private BlockingQueue<GeminiReply> send(
            GeminiClient client, RequestEncoder encoder, Prompt prompt) {
        BlockingQueue<GeminiReply> replies = new LinkedBlockingQueue<>();
        client.generate(encoder.encode(prompt), timeout, replies::add);
        return replies;
    }

    /** The client keeps the time by itself; this is for one that does not. */
    private @Nullable GeminiReply await(BlockingQueue<GeminiReply> reply)
            throws InterruptedException {
        return reply.poll(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void judge(Pending call, @Nullable GeminiReply reply, List<String> refusals) {
        if (!(reply instanceof GeminiReply.Failed failed)) {
            String found = reply == null ? " has not answered" : " takes the request";
            out.println("canary: " + call.model() + found);
            return;
        }
        FailureKind kind = failed.kind();
        String what = call.model() + ": " + kind + ": " + failed.detail();
        if (!isRefusal(failed)) {
            out.println("canary: " + what + "; the job starts nevertheless, for this may pass");
        } else if (call.replaceable() && kind.isRetirement()) {
            out.println("canary: " + what + "; the job starts nevertheless, with a fallback");
        } else {
            refusals.add(what + (kind.fix().isEmpty() ? "" : ". " + kind.fix()));
        }
    }

    /** Returns whether every record would fare as this one. */
    private static boolean isRefusal(GeminiReply.Failed failed) {
        Integer status = failed.httpStatus();
        return failed.kind().isFatal()
                || failed.kind() == FailureKind.REQUEST_REJECTED
                || (failed.kind() == FailureKind.NOT_GEMINI && status != null && status < 500);
    }
}
