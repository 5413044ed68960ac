package dev.gleaner.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.http.Proxies;
import dev.gleaner.http.ProxySettings;
import dev.gleaner.text.Json;
import dev.gleaner.time.CallScheduler;
import dev.gleaner.time.ThreadScheduler;
import dev.gleaner.tool.ToolResult.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The functions that the model may call, ready to be called. One for each subtask; many calls may
 * use it at once. Thread-safe.
 *
 * <p>What a function gives is handed to the model if it is a JSON object; any other JSON becomes
 * {@code {"output":…}}, and JSON with a {@code $ref} in it a text there.
 */
public final class ToolBox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ToolBox.class);

    private final Map<String, EnrichmentTool> tools;
    private final Duration timeout;
    private final CallScheduler scheduler;
    private final List<Runnable> closings;
    private final Set<ToolCall> underWay = ConcurrentHashMap.newKeySet();
    private final Set<String> complained = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param tools by their names
     * @param closings end what the tools have in common, once they are closed
     */
    ToolBox(
            Map<String, EnrichmentTool> tools,
            Duration timeout,
            CallScheduler scheduler,
            List<Runnable> closings) {
        this.tools = tools;
        this.timeout = timeout;
        this.scheduler = scheduler;
        this.closings = closings;
    }

    /**
     * Makes the functions; opens no connection yet.
     *
     * @param classLoader where the ServiceLoader looks for {@link EnrichmentTool}s
     * @param proxy on the way to the web
     * @throws dev.gleaner.http.ProxyUnusableException if the web is read and there is no way out
     * @throws IllegalArgumentException if a service is not found or cannot be made, if two
     *     functions have one name, or if one is set up in a way that cannot work; says what was
     *     found
     */
    public static ToolBox open(
            ToolSettings settings, ClassLoader classLoader, ProxySettings proxy) {
        Proxies proxies = settings.http().isEmpty() ? null : Proxies.of(proxy);
        ThreadScheduler scheduler = new ThreadScheduler("gleaner-tools");
        List<Runnable> closings = new ArrayList<>();
        WebGet web = ToolBox::readsNothing;
        if (proxies != null) {
            WebClient client = new WebClient(settings.timeout(), proxies);
            closings.add(client::close);
            web = client;
        }
        closings.add(scheduler::close);
        try {
            return new ToolBox(
                    Toolset.of(settings, classLoader, web),
                    settings.timeout(),
                    scheduler,
                    closings);
        } catch (RuntimeException e) {
            closings.forEach(Runnable::run);
            throw e;
        }
    }

    /**
     * Returns what the model is told of each function, in the settings' order: a
     * FunctionDeclaration of the Gemini API as JSON with {@code name}, {@code description} and, if
     * it takes arguments, {@code parametersJsonSchema}. For the submission; starts no threads.
     *
     * @throws IllegalArgumentException as {@link #open} does
     */
    public static List<String> declarations(ToolSettings settings, ClassLoader classLoader) {
        Map<String, EnrichmentTool> tools =
                Toolset.of(settings, classLoader, ToolBox::readsNothing);
        try {
            return tools.values().stream()
                    .map(tool -> FunctionDeclaration.of(tool).json())
                    .toList();
        } finally {
            FoundServices.close(tools.values());
        }
    }

    /**
     * Calls a function. Does not throw, and blocks only if a tool does, which it must not. Whatever
     * goes wrong becomes an error for the model, in words that tell it nothing about this machine.
     *
     * @param name as the model gave it
     * @param args as the model gave them; should be a JSON object; empty for none
     * @param whenDone gets the result exactly once, at the latest after {@code
     *     ToolSettings.timeout}, on any thread, perhaps before this method returns; it must not
     *     block
     */
    public void call(String name, byte[] args, Consumer<ToolResult> whenDone) {
        ToolCall call = new ToolCall(scheduler, whenDone, underWay::remove);
        underWay.add(call);
        EnrichmentTool tool = tools.get(name);
        ObjectNode arguments = arguments(args);
        if (closed) {
            call.fail(Outcome.FAILED, "the function is gone");
        } else if (tool == null) {
            call.fail(Outcome.UNKNOWN, "there is no such function; there are: " + tools.keySet());
        } else if (arguments == null) {
            call.fail(Outcome.FAILED, "the arguments are not a JSON object");
        } else {
            call.endBy(timeout);
            invoke(tool, name, arguments, call);
        }
    }

    /** Ends what is under way with errors, and closes the functions, their connections, threads. */
    @Override
    public void close() {
        closed = true;
        underWay.forEach(call -> call.fail(Outcome.FAILED, "the function is gone"));
        FoundServices.close(tools.values());
        closings.forEach(Runnable::run);
    }

    /** A tool is other people's code: whatever it throws, the call has one result. */
    private void invoke(EnrichmentTool tool, String name, ObjectNode args, ToolCall call) {
        try {
            tool.call(args).whenComplete((result, thrown) -> ended(name, result, thrown, call));
        } catch (Exception | LinkageError | StackOverflowError | AssertionError thrown) {
            failed(name, thrown, call);
        }
    }

    private void ended(
            String name, @Nullable JsonNode result, @Nullable Throwable thrown, ToolCall call) {
        if (thrown != null) {
            Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : null;
            failed(name, cause == null ? thrown : cause, call);
            return;
        }
        try {
            call.answered(result);
        } catch (JsonProcessingException unwritable) {
            failed(name, unwritable, call);
        }
    }

    private void failed(String name, Throwable cause, ToolCall call) {
        // Once for each function: what fails now fails for every record. The rest may quote one.
        if (complained.add(name)) {
            LOG.warn(
                    "The function {} failed, and the model was told so; further failures are logged"
                            + " at DEBUG: {}",
                    name,
                    cause instanceof ToolFailureException ? cause : cause.getClass().getName());
        }
        LOG.debug("The function {} failed", name, cause);
        call.failed(cause);
    }

    private static @Nullable ObjectNode arguments(byte[] args) {
        if (args.length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            return Json.read(new String(args, StandardCharsets.UTF_8)) instanceof ObjectNode object
                    ? object
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static CompletableFuture<WebAnswer> readsNothing(String url, int maxBytes) {
        return CompletableFuture.failedFuture(new ToolFailureException("not for calling"));
    }
}
