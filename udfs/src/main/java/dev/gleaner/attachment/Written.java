package dev.gleaner.attachment;

public sealed interface Written {
    record Stored(String uri, String mimeType, long size, String sha256) implements Written {}

    record Failed(String reason) implements Written {}
}
