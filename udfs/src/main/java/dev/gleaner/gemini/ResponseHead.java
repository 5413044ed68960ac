package dev.gleaner.gemini;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.asynchttpclient.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/** Status and headers of an answer while it comes in. For one thread at a time. */
final class ResponseHead {
    private int status;
    private @Nullable HttpHeaders headers; // not even given if there are none

    void received(HttpResponseStatus responseStatus) {
        status = responseStatus.getStatusCode();
    }

    void received(HttpHeaders responseHeaders) {
        headers = responseHeaders;
    }

    int status() {
        return status;
    }

    /** Returns the length that was announced; less than 0 if none was. */
    long contentLength() {
        Integer length = headers == null ? null : headers.getInt(HttpHeaderNames.CONTENT_LENGTH);
        return length == null ? -1 : length;
    }

    /** Returns the whole, as far as an error's meaning depends on it. */
    ErrorResponse with(byte[] body) {
        return new ErrorResponse(
                status,
                header(HttpHeaderNames.CONTENT_TYPE),
                header(HttpHeaderNames.RETRY_AFTER),
                header(HttpHeaderNames.LOCATION),
                body);
    }

    private @Nullable String header(CharSequence name) {
        return headers == null ? null : headers.get(name);
    }
}
