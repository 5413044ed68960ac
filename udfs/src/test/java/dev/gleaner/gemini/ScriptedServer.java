package dev.gleaner.gemini;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;

/** A server that answers every request by a script, on the loopback address. */
final class ScriptedServer implements AutoCloseable {

    /** What happens once a request is read whole; the connection is kept if it returns. */
    @FunctionalInterface
    interface Script {
        void answer(Socket connection) throws IOException;
    }

    final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    final AtomicInteger connections = new AtomicInteger();

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Script script;

    ScriptedServer(Script script) throws IOException {
        this(ServerSocketFactory.getDefault(), script);
    }

    ScriptedServer(ServerSocketFactory sockets, Script script) throws IOException {
        this.script = script;
        server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** A script that sends these bytes and keeps the connection. */
    static Script sends(byte[]... parts) {
        return connection -> {
            for (byte[] part : parts) {
                connection.getOutputStream().write(part);
            }
            connection.getOutputStream().flush();
        };
    }

    /** A script that sends a whole answer. */
    static Script answers(int status, String headers, byte[] body) {
        String head =
                "HTTP/1.1 %d X\r\nContent-Length: %d\r\n%s\r\n"
                        .formatted(status, body.length, headers);
        return sends(head.getBytes(StandardCharsets.ISO_8859_1), body);
    }

    String endpoint() {
        String scheme = server instanceof SSLServerSocket ? "https" : "http";
        return scheme + "://127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : open) {
            connection.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                connections.incrementAndGet();
                open.add(connection);
                start(() -> serve(connection));
            }
        } catch (IOException e) {
            // closed: the end of the test
        }
    }

    private void serve(Socket connection) {
        try {
            while (readRequest(connection.getInputStream())) {
                script.answer(connection);
            }
        } catch (IOException e) {
            // the client went away, or the test ended
        }
    }

    private boolean readRequest(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return false;
            }
            head.write(b);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        String[] lengths = text.toLowerCase(Locale.ROOT).split("content-length: ", 2);
        int length =
                lengths.length == 1
                        ? 0
                        : Integer.parseInt(lengths[1].substring(0, lengths[1].indexOf('\r')));
        byte[] body = in.readNBytes(length);
        requests.add(text + new String(body, StandardCharsets.UTF_8));
        return true;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** For scripts that must not fail. */
    static byte[] resource(String name) {
        try {
            return WireFiles.read(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
