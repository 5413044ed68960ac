package dev.gleaner.simulator;

/**
 * A complete response that is not an answer.
 *
 * @param status HTTP status
 * @param contentType of the body
 * @param body text, sent as UTF-8
 */
record ApiError(int status, String contentType, String body) {

    static ApiError json(int status, String body) {
        return new ApiError(status, "application/json; charset=UTF-8", body);
    }

    /** The JSON without its line ends. */
    String oneLine() {
        return body.replaceAll("\\s*\\R\\s*", "");
    }

    static ApiError html(int status, String title) {
        return new ApiError(
                status,
                "text/html; charset=UTF-8",
                "<!DOCTYPE html>\n<html lang=en>\n<title>"
                        + title
                        + "</title>\n<p>"
                        + title
                        + "\n");
    }
}
