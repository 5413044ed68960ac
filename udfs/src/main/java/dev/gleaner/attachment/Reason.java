package dev.gleaner.attachment;

/** Why something could not be written, in one line. */
final class Reason {
    private static final int MAX_LENGTH = 300;

    private Reason() {}

    static String of(Throwable thrown) {
        String type = thrown.getClass().getSimpleName();
        String text = thrown.getMessage() == null ? type : type + ": " + thrown.getMessage();
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH - 1) + "…";
    }
}
