package dev.gleaner.gemini;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer whose status is not 200.
 *
 * @param status the HTTP status
 * @param contentType the header's value, or null
 * @param retryAfter the header's value, or null
 * @param location the header's value, or null
 * @param body as much as was read
 */
@SuppressWarnings("ArrayRecordComponent") // bytes stay bytes; identity is never compared
record ErrorResponse(
        int status,
        @Nullable String contentType,
        @Nullable String retryAfter,
        @Nullable String location,
        byte[] body) {

    /** Whether a person's browser was meant, which no API is. */
    boolean isHtml() {
        if (contentType != null && contentType.toLowerCase(Locale.ROOT).contains("html")) {
            return true;
        }
        int start = 0;
        while (start < body.length && body[start] <= ' ') {
            start++;
        }
        return start < body.length && body[start] == '<';
    }
}
