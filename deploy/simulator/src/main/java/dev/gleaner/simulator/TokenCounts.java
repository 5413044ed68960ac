package dev.gleaner.simulator;

/**
 * Tokens by modality.
 *
 * @param text of texts
 * @param image of images
 * @param audio of audio
 * @param video of video
 * @param document of PDF pages
 */
record TokenCounts(int text, int image, int audio, int video, int document) {

    static final TokenCounts NONE = new TokenCounts(0, 0, 0, 0, 0);

    static TokenCounts ofText(int count) {
        return new TokenCounts(count, 0, 0, 0, 0);
    }

    int total() {
        return text + image + audio + video + document;
    }

    TokenCounts plus(TokenCounts other) {
        return new TokenCounts(
                text + other.text,
                image + other.image,
                audio + other.audio,
                video + other.video,
                document + other.document);
    }
}
