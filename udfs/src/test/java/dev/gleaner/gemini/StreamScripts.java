package dev.gleaner.gemini;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;

/** Streams to answer with, and what becomes of their connections. */
final class StreamScripts {
    private static final byte[] HEAD =
            WireFiles.utf8(
                    """
                    HTTP/1.1 200 OK\r
                    Content-Type: text/event-stream\r
                    Transfer-Encoding: chunked\r
                    \r
                    """);
    private static final byte[] GZIP_HEAD =
            WireFiles.utf8(
                    """
                    HTTP/1.1 200 OK\r
                    Content-Encoding: gzip\r
                    Transfer-Encoding: chunked\r
                    \r
                    """);

    private StreamScripts() {}

    /** An event that holds a text and tells of so many tokens. */
    static byte[] event(String text, int tokens) {
        return event(text, "", tokens);
    }

    /** The event that is the end. */
    static byte[] lastEvent(String text, int tokens) {
        return event(text, "\"finishReason\":\"STOP\",", tokens);
    }

    private static byte[] event(String text, String reason, int tokens) {
        return WireFiles.utf8(
                """
                data: {"candidates":[{%s"content":{"parts":[{"text":"%s"}]}}],\
                "usageMetadata":{"totalTokenCount":%d}}\r
                \r
                """
                        .formatted(reason, text, tokens));
    }

    static void head(Socket connection) throws IOException {
        connection.getOutputStream().write(HEAD);
        connection.getOutputStream().flush();
    }

    static void part(Socket connection, byte[] bytes) throws IOException {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.write(WireFiles.utf8(Integer.toHexString(bytes.length) + "\r\n"));
        chunk.write(bytes);
        chunk.write(WireFiles.utf8("\r\n"));
        connection.getOutputStream().write(chunk.toByteArray());
        connection.getOutputStream().flush();
    }

    static void end(Socket connection) throws IOException {
        connection.getOutputStream().write(WireFiles.utf8("0\r\n\r\n"));
        connection.getOutputStream().flush();
    }

    /** A script that sends all parts, each at once, and the end. */
    static ScriptedServer.Script streams(byte[]... parts) {
        return connection -> {
            head(connection);
            for (byte[] part : parts) {
                part(connection, part);
            }
            end(connection);
        };
    }

    /** A script that sends all parts, then nothing until the client hangs up. */
    static ScriptedServer.Script stalls(CompletableFuture<String> end, byte[]... parts) {
        return connection -> {
            head(connection);
            for (byte[] part : parts) {
                part(connection, part);
            }
            end.complete(hangUp(connection));
        };
    }

    /** A script that sends a packed part and then nothing until the client hangs up. */
    static ScriptedServer.Script stallsPacked(CompletableFuture<String> end, byte[] part) {
        return connection -> {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            GZIPOutputStream gzip = new GZIPOutputStream(packed, true);
            gzip.write(part);
            gzip.flush();
            connection.getOutputStream().write(GZIP_HEAD);
            part(connection, packed.toByteArray());
            end.complete(hangUp(connection));
        };
    }

    /** Waits until the client hangs up; returns how. */
    static String hangUp(Socket connection) {
        try {
            return connection.getInputStream().read() < 0 ? "closed" : "another request";
        } catch (IOException e) {
            return "closed";
        }
    }

    /** Lets time pass, unless the client hangs up. */
    static void pause(Socket connection, Duration time) throws IOException {
        connection.setSoTimeout((int) time.toMillis());
        try {
            int unused = connection.getInputStream().read();
            throw new IOException("the client did not wait");
        } catch (SocketTimeoutException e) {
            connection.setSoTimeout(0);
        }
    }
}
