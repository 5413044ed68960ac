package dev.gleaner.sql;

import org.jspecify.annotations.Nullable;

/** The kinds of files that Gemini takes, known by how they begin. */
enum FileType {
    PNG("image/png", 0, "\u0089PNG\r\n"),
    JPEG("image/jpeg", 0, "\u00ff\u00d8\u00ff"),
    WEBP("image/webp", 8, "WEBP"),
    HEIC("image/heic", 4, "ftyphei"),
    HEIF("image/heif", 4, "ftypmif1"),
    GIF("image/gif", 0, "GIF8"),
    PDF("application/pdf", 0, "%PDF-"),
    WAV("audio/wav", 8, "WAVE"),
    MP3("audio/mp3", 0, "ID3"),
    OGG("audio/ogg", 0, "OggS"),
    FLAC("audio/flac", 0, "fLaC"),
    QUICKTIME("video/quicktime", 4, "ftypqt"),
    MP4("video/mp4", 4, "ftyp"),
    WEBM("video/webm", 0, "\u001aE\u00df\u00a3");

    private final String mimeType;
    private final int at;
    private final String mark;

    /**
     * @param at where the mark is, in bytes from the beginning
     * @param mark in ISO 8859-1
     */
    FileType(String mimeType, int at, String mark) {
        this.mimeType = mimeType;
        this.at = at;
        this.mark = mark;
    }

    /** Returns the mime type of a file, or null if it is not known. */
    static @Nullable String mimeType(byte[] file) {
        for (FileType type : values()) {
            if (type.begins(file)) {
                return type.mimeType;
            }
        }
        return null;
    }

    private boolean begins(byte[] file) {
        if (file.length < at + mark.length()) {
            return false;
        }
        for (int i = 0; i < mark.length(); i++) {
            if ((file[at + i] & 0xFF) != mark.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
