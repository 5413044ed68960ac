package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.simulator.GoogleErrors.Violation;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code inlineData} and {@code fileData} to {@link Media}. Sizes make the tokens: 258 for an image
 * or a PDF page, 32 for a second of audio, 258 for a second of video; a second is taken to be
 * 16,000 bytes of audio and 250,000 of video, a file behind a URI ten seconds or one page.
 * Stateless.
 */
final class MediaDecoder {

    private static final int IMAGE_TOKENS = 258;
    private static final int AUDIO_TOKENS = 32;
    private static final int AUDIO_BYTES = 16_000;
    private static final int VIDEO_BYTES = 250_000;
    private static final int FILE_SECONDS = 10;
    private static final int LONGEST_SHOWN = 64;

    private static final Set<String> IMAGES =
            Set.of("png", "jpeg", "jpg", "webp", "heic", "heif", "gif", "bmp", "avif");
    private static final Set<String> AUDIOS =
            Set.of(
                    "wav", "x-wav", "mp3", "mpeg", "mp4", "aiff", "aac", "x-aac", "ogg", "flac",
                    "m4a", "x-m4a", "opus", "webm", "pcm", "l16");
    private static final Set<String> VIDEOS =
            Set.of(
                    "mp4",
                    "mpeg",
                    "mov",
                    "quicktime",
                    "avi",
                    "x-msvideo",
                    "x-flv",
                    "mpg",
                    "mpegs",
                    "mpegps",
                    "webm",
                    "wmv",
                    "3gpp");
    private static final Set<String> TEXTS =
            Set.of("plain", "html", "css", "csv", "md", "markdown", "xml", "rtf", "javascript");

    private MediaDecoder() {}

    static Media inline(JsonNode blob, String path) throws RejectedRequestException {
        String mimeType = mimeType(blob, path + ".inline_data");
        String data = blob.path("data").asText("");
        byte[] bytes = bytes(data, blob.path("data"), path + ".inline_data.data");
        if (bytes.length == 0) {
            throw invalid(
                    "* GenerateContentRequest."
                            + path
                            + ".data: required oneof field 'data' must have one initialized"
                            + " field\n");
        }
        return new Media(
                mimeType + " of " + bytes.length + " bytes",
                tokens(mimeType, bytes),
                StableHash.of(bytes));
    }

    static Media file(JsonNode file, String path) throws RejectedRequestException {
        String uri = Json.get(file, "fileUri").asText("");
        if (uri.isEmpty()) {
            throw invalid(
                    "* GenerateContentRequest."
                            + path
                            + ".file_data.file_uri: file_uri must not be empty.\n");
        }
        boolean watched =
                uri.startsWith("https://www.youtube.com/") || uri.startsWith("https://youtu.be/");
        String mimeType =
                watched && !Json.has(file, "mimeType")
                        ? "video/mp4"
                        : mimeType(file, path + ".file_data");
        return new Media(
                mimeType + " at " + uri, tokens(mimeType, new byte[0]), StableHash.of(uri));
    }

    private static String mimeType(JsonNode node, String path) throws RejectedRequestException {
        String written = Json.get(node, "mimeType").asText("");
        String mimeType = written.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        if (mimeType.isEmpty()) {
            throw invalid(
                    "* GenerateContentRequest." + path + ".mime_type: mime_type must be set.\n");
        }
        int slash = mimeType.indexOf('/');
        String subtype = mimeType.substring(slash + 1);
        boolean known =
                switch (mimeType.substring(0, Math.max(0, slash))) {
                    case "image" -> IMAGES.contains(subtype);
                    case "audio" -> AUDIOS.contains(subtype);
                    case "video" -> VIDEOS.contains(subtype);
                    case "text" -> TEXTS.contains(subtype);
                    case "application" -> subtype.equals("pdf");
                    default -> false;
                };
        if (!known) {
            throw invalid("Unsupported MIME type: " + written);
        }
        return mimeType;
    }

    /** Both alphabets are fine, with padding or without, as to Google's parser. */
    private static byte[] bytes(String data, JsonNode written, String path)
            throws RejectedRequestException {
        try {
            boolean urlSafe = data.indexOf('-') >= 0 || data.indexOf('_') >= 0;
            return (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(data);
        } catch (IllegalArgumentException e) {
            String shown = written.asText();
            shown = shown.substring(0, Math.min(LONGEST_SHOWN, shown.length()));
            String message =
                    "Invalid value at '%s' (TYPE_BYTES), Base64 decoding failed for \"%s\""
                            .formatted(path, shown);
            throw new RejectedRequestException(
                    GoogleErrors.badFields(List.of(new Violation(path, message))));
        }
    }

    private static TokenCounts tokens(String mimeType, byte[] bytes) {
        return switch (mimeType.substring(0, mimeType.indexOf('/'))) {
            case "image" -> new TokenCounts(0, IMAGE_TOKENS, 0, 0, 0);
            case "audio" -> new TokenCounts(0, 0, AUDIO_TOKENS * seconds(bytes, AUDIO_BYTES), 0, 0);
            case "video" -> new TokenCounts(0, 0, 0, IMAGE_TOKENS * seconds(bytes, VIDEO_BYTES), 0);
            case "text" -> TokenCounts.ofText(Tokens.ofBytes(bytes.length));
            default -> new TokenCounts(0, 0, 0, 0, IMAGE_TOKENS * pages(bytes));
        };
    }

    private static int seconds(byte[] bytes, int bytesPerSecond) {
        return bytes.length == 0 ? FILE_SECONDS : (bytes.length - 1) / bytesPerSecond + 1;
    }

    /** The page objects of a PDF, as far as they are not compressed; at least one. */
    private static int pages(byte[] bytes) {
        String pdf = new String(bytes, StandardCharsets.ISO_8859_1);
        int pages = 0;
        for (int at = pdf.indexOf("/Type"); at >= 0; at = pdf.indexOf("/Type", at + 1)) {
            String name = pdf.substring(at + 5, Math.min(pdf.length(), at + 12)).stripLeading();
            pages += name.startsWith("/Page") && !name.startsWith("/Pages") ? 1 : 0;
        }
        return Math.max(1, pages);
    }

    private static RejectedRequestException invalid(String message) {
        return new RejectedRequestException(GoogleErrors.invalid(message));
    }
}
