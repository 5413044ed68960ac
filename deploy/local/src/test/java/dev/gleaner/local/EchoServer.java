package dev.gleaner.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A bad proxy: whatever it answers shows the headers that it was sent. A request says by {@code
 * [[echo:NAME]]} in its prompt how it wants to be answered.
 */
final class EchoServer implements AutoCloseable {
    /** The ways to answer: an error of this status, an HTML page, a redirect, no JSON, as asked. */
    private static final Map<String, Integer> STATUS =
            Map.of("html", 200, "redirect", 301, "no-json", 200, "fine", 200);

    private final HttpServer server;
    private final AtomicInteger keyed = new AtomicInteger();

    private EchoServer(HttpServer server) {
        this.server = server;
    }

    static EchoServer start() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        EchoServer echo = new EchoServer(server);
        server.createContext("/", echo::answer);
        server.start();
        return echo;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Returns how many requests carried a key. */
    int keyed() {
        return keyed.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String name = request.replaceFirst("(?s).*?\\[\\[echo:([a-z0-9-]+).*", "$1");
        if (exchange.getRequestHeaders().containsKey("x-goog-api-key")) {
            keyed.incrementAndGet();
        }
        String headers =
                exchange.getRequestHeaders().entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue().get(0))
                        .collect(Collectors.joining(", "));
        int status = STATUS.containsKey(name) ? STATUS.get(name) : Integer.parseInt(name);
        byte[] body = body(name, status, headers).getBytes(StandardCharsets.UTF_8);
        boolean html = name.equals("html");
        exchange.getResponseHeaders().set("Content-Type", html ? "text/html" : "application/json");
        exchange.getResponseHeaders().set("Location", "http://other/" + headers.replace(' ', '_'));
        exchange.getResponseHeaders().set("X-Echo", headers);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String body(String name, int status, String headers) {
        return switch (name) {
            case "html" -> "<html><body>" + headers + "</body></html>";
            case "no-json" -> answer(headers);
            case "fine" -> answer("{\\\"topic\\\":\\\"card\\\"}");
            default ->
                    "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"UNKNOWN\"}}"
                            .formatted(status, headers);
        };
    }

    private static String answer(String text) {
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"%s\"}]},\"finishReason\":\"STOP\"}]}"
                .formatted(text);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
