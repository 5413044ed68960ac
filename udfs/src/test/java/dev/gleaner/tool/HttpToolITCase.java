package dev.gleaner.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gleaner.http.ProxySettings;
import dev.gleaner.tool.ToolResult.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpToolITCase {
    private static final int MAX_BYTES = 1_000;

    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private HttpServer server;
    private String host;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(
                Executors.newCachedThreadPool(
                        task -> {
                            Thread thread = new Thread(task);
                            thread.setDaemon(true);
                            return thread;
                        }));
        server.start();
        host = "127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stopServer() {
        ended.countDown();
        server.stop(0);
    }

    @Test
    void json_isReadAsItIs() throws Exception {
        serve(200, "application/json", "{\"name\":\"Ü\",\"orders\":[1.50]}");

        ToolResult result = call("{\"id\":\"a b&c\",\"of\":\"x=y\"}");

        assertThat(result.outcome()).isEqualTo(Outcome.OK);
        assertThat(json(result)).isEqualTo("{\"name\":\"Ü\",\"orders\":[1.50]}");
        assertThat(requests.take()).isEqualTo("GET /v1/a%20b%26c?of=x%3Dy&key=k-123");
    }

    @Test
    void hostName_isResolvedWithoutAFile() throws Exception {
        serve(200, "text/plain", "hello");
        host = host.replace("127.0.0.1", "localhost");

        assertThat(json(call("{\"id\":1}"))).isEqualTo("{\"text\":\"hello\"}");
    }

    @Test
    void longAnswer_isCut() throws Exception {
        serve(200, "text/plain", "ü".repeat(MAX_BYTES));

        assertThat(json(call("{\"id\":1}")))
                .isEqualTo("{\"text\":\"" + "ü".repeat(MAX_BYTES / 2) + "\",\"truncated\":true}");
    }

    @Test
    void answerOfJustTheLimit_isWhole() throws Exception {
        serve(200, "text/plain", "x".repeat(MAX_BYTES));

        assertThat(json(call("{\"id\":1}"))).endsWith("x\"}");
    }

    @Test
    void endlessAnswer_isCutToo() throws Exception {
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    byte[] block = new byte[8_192];
                    try (OutputStream body = exchange.getResponseBody()) {
                        while (ended.getCount() > 0) {
                            body.write(block);
                        }
                    }
                });

        assertThat(call("{\"id\":1}").outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void redirect_isNotFollowed() throws Exception {
        AtomicInteger followed = new AtomicInteger();
        server.createContext("/elsewhere", exchange -> followed.incrementAndGet());
        server.createContext(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().add("Location", "/elsewhere?secret");
                    exchange.sendResponseHeaders(302, -1);
                    exchange.close();
                });

        ToolResult result = call("{\"id\":1}");

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(json(result))
                .isEqualTo("{\"error\":\"a redirect (HTTP 302), which is not allowed\"}");
        assertThat(followed).hasValue(0);
    }

    @Test
    void notFound_isAnError() throws Exception {
        serve(404, "text/html", "no such customer at internal-host-7");

        assertThat(json(call("{\"id\":1}"))).isEqualTo("{\"error\":\"HTTP 404\"}");
    }

    @Test
    void wrongArguments_areNotSent() throws Exception {
        serve(200, "text/plain", "x");

        assertThat(json(call("{\"id\":\"../admin\"}"))).contains("argument 'id' must not");
        assertThat(json(call("{}"))).isEqualTo("{\"error\":\"argument 'id' is missing\"}");
        assertThat(requests).isEmpty();
    }

    @Test
    void silentServer_isATimeout() throws Exception {
        server.createContext("/", this::hang);

        ToolResult result = call("{\"id\":1}", Duration.ofMillis(300));

        assertThat(result.outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(json(result)).isEqualTo("{\"error\":\"no answer in time\"}");
        assertThat(result.latency()).isBetween(Duration.ofMillis(250), Duration.ofSeconds(20));
    }

    @Test
    void noServer_isAnErrorThatNamesNoHost() throws Exception {
        server.stop(0);

        ToolResult result = call("{\"id\":1}");

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(json(result)).isEqualTo("{\"error\":\"no answer came\"}");
    }

    @Test
    void interimAnswer_isNotTheAnswer() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            host = "127.0.0.1:" + socket.getLocalPort();
            Thread thread = new Thread(() -> answerTwice(socket));
            thread.setDaemon(true);
            thread.start();
            try (ToolBox box =
                    ToolBox.open(
                            settings(Duration.ofSeconds(20)), loader(), ProxySettings.DIRECT)) {
                assertThat(json(call(box, "{\"id\":1}"))).isEqualTo("{\"text\":\"1\"}");
                assertThat(json(call(box, "{\"id\":2}"))).isEqualTo("{\"text\":\"2\"}");
            }
        }
    }

    @Test
    void close_endsWhatIsUnderWayAndTheThreads() throws Exception {
        server.createContext("/", this::hang);
        ToolBox box =
                ToolBox.open(settings(Duration.ofSeconds(30)), loader(), ProxySettings.DIRECT);
        CompletableFuture<ToolResult> result = start(box, "{\"id\":1}");
        requests.take();

        box.close();

        assertThat(result).isCompleted();
        assertThat(result.get().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("gleaner-http"));
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("gleaner-tools")) {
                thread.join(5_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }

    private void hang(HttpExchange exchange) {
        requests.add("hung");
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private void serve(int status, String type, String text) {
        server.createContext(
                "/",
                exchange -> {
                    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                    byte[] body = text.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", type);
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
    }

    /** Answers two requests on one connection, each after an interim answer. */
    private static void answerTwice(ServerSocket server) {
        try (Socket connection = server.accept()) {
            for (int i = 1; i <= 2; i++) {
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    head.append((char) connection.getInputStream().read());
                }
                String answer =
                        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n"
                                + "Content-Type: text/plain\r\nContent-Length: 1\r\n\r\n"
                                + i;
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // the test has ended
        }
    }

    private ToolResult call(String args) throws Exception {
        return call(args, Duration.ofSeconds(20));
    }

    private ToolResult call(String args, Duration timeout) throws Exception {
        try (ToolBox box = ToolBox.open(settings(timeout), loader(), ProxySettings.DIRECT)) {
            return call(box, args);
        }
    }

    private static ToolResult call(ToolBox box, String args) throws Exception {
        return start(box, args).get(30, TimeUnit.SECONDS);
    }

    private static CompletableFuture<ToolResult> start(ToolBox box, String args) {
        CompletableFuture<ToolResult> result = new CompletableFuture<>();
        box.call("customer", args.getBytes(StandardCharsets.UTF_8), result::complete);
        return result;
    }

    private ToolSettings settings(Duration timeout) {
        String parameters =
                "{\"type\":\"object\",\"properties\":{\"id\":{},\"of\":{}},\"required\":[\"id\"]}";
        String url = "http://" + host + "/v1/{id}?of={of}&key=k-123";
        return new ToolSettings(
                List.of(),
                List.of(
                        new HttpToolSettings(
                                "customer", "Reads.", parameters, url, List.of(host), MAX_BYTES)),
                3,
                timeout);
    }

    private static ClassLoader loader() {
        return HttpToolITCase.class.getClassLoader();
    }

    private static String json(ToolResult result) {
        return new String(result.json(), StandardCharsets.UTF_8);
    }
}
