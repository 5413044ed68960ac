package dev.gleaner.attachment;

import java.util.Locale;
import java.util.Map;

/** The usual extensions of what a model gives. */
final class FileExtension {
    private static final Map<String, String> BY_TYPE =
            Map.ofEntries(
                    Map.entry("image/png", "png"),
                    Map.entry("image/jpeg", "jpg"),
                    Map.entry("image/webp", "webp"),
                    Map.entry("image/gif", "gif"),
                    Map.entry("image/heic", "heic"),
                    Map.entry("image/heif", "heif"),
                    Map.entry("image/svg+xml", "svg"),
                    Map.entry("audio/wav", "wav"),
                    Map.entry("audio/mpeg", "mp3"),
                    Map.entry("audio/ogg", "ogg"),
                    Map.entry("video/mp4", "mp4"),
                    Map.entry("application/pdf", "pdf"),
                    Map.entry("application/json", "json"),
                    Map.entry("text/csv", "csv"),
                    Map.entry("text/plain", "txt"));

    private FileExtension() {}

    /** Returns the extension of a type, with or without parameters; {@code bin} if not known. */
    static String of(String mimeType) {
        String type = mimeType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return BY_TYPE.getOrDefault(type, "bin");
    }
}
