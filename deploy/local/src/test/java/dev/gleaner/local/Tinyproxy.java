package dev.gleaner.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** The tinyproxy of this machine. */
final class Tinyproxy implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final int port;

    private Tinyproxy(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param more lines of its configuration
     */
    static Tinyproxy start(Path folder, String... more) throws Exception {
        int port = PrometheusServer.freePort();
        Path log = folder.resolve("tinyproxy.log");
        String configuration =
                """
                Port %d
                Listen 127.0.0.1
                Timeout 60
                MaxClients 400
                LogFile "%s"
                LogLevel Info
                %s
                """
                        .formatted(port, log, String.join("\n", more));
        Path file = Files.writeString(folder.resolve("tinyproxy.conf"), configuration);
        Process process =
                new ProcessBuilder("tinyproxy", "-d", "-c", file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("tinyproxy.out").toFile())
                        .start();
        Tinyproxy proxy = new Tinyproxy(process, log, port);
        Await.until("tinyproxy listens", proxy::listens);
        return proxy;
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    /** Returns how many lines of the log hold a text. */
    long logged(String text) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(text)).count();
        }
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("tinyproxy has ended with " + process.exitValue());
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
