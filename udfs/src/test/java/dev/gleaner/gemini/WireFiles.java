package dev.gleaner.gemini;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** The recorded answers, and decoders as a client has them. */
final class WireFiles {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final String API_KEY = "AIzaSyTestOnlyNotARealKey0123456789abcd";

    private static final Path FOLDER = Path.of("src/test/resources/gemini-wire");

    private WireFiles() {}

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("unary-"))
                    .sorted()
                    .toList();
        }
    }

    static byte[] read(String name) throws IOException {
        return Files.readAllBytes(FOLDER.resolve(name));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static EndpointSettings settings(String endpoint) {
        return new EndpointSettings(
                URI.create(endpoint),
                "gemini-3.5-flash-lite",
                ApiKeyReference.parse("env:GEMINI_API_KEY"),
                Auth.X_GOOG_API_KEY,
                EndpointSettings.DEFAULT_ATTEMPT_TIMEOUT,
                EndpointSettings.DEFAULT_MAX_ANSWER_BYTES,
                false,
                false,
                null,
                null);
    }

    static ReplyDecoder decoder() {
        return new ReplyDecoder(
                settings("https://generativelanguage.googleapis.com"),
                API_KEY,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
