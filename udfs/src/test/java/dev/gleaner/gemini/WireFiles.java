package dev.gleaner.gemini;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The recorded answers, and decoders as a client has them. */
final class WireFiles {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final String API_KEY = "AIzaSyTestOnlyNotARealKey0123456789abcd";

    private static final Path FOLDER = Path.of("src/test/resources/gemini-wire");

    private WireFiles() {}

    static List<String> names() throws IOException {
        return names("unary-");
    }

    static List<String> streamNames() throws IOException {
        return names("streaming-");
    }

    private static List<String> names(String start) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(start))
                    .sorted()
                    .toList();
        }
    }

    static byte[] read(String name) throws IOException {
        return Files.readAllBytes(FOLDER.resolve(name));
    }

    /** Cuts bytes at random into pieces of up to so many. */
    static List<byte[]> pieces(byte[] bytes, Random random, int longest) {
        List<byte[]> pieces = new ArrayList<>();
        for (int start = 0; start < bytes.length; ) {
            int end = Math.min(bytes.length, start + 1 + random.nextInt(longest));
            pieces.add(Arrays.copyOfRange(bytes, start, end));
            start = end;
        }
        return pieces;
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
                new ApiKeys(API_KEY),
                null,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
