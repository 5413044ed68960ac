package dev.gleaner.simulator;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * One admitted request and the ways to end it; leaves the counters exactly once. Confined to its
 * event loop.
 */
final class Exchange {

    private static final CharSequence LOCATION = HttpHeaders.createOptimized("location");
    private static final CharSequence SERVICE_TIER =
            HttpHeaders.createOptimized("x-gemini-service-tier");

    /** HTTP/2's code for "the server met an unexpected condition". */
    private static final long INTERNAL_ERROR = 2;

    private final HttpServerRequest request;
    private final Counters counters;
    private final boolean serviceTier;
    private boolean left;

    Exchange(HttpServerRequest request, Counters counters, Envelope envelope) {
        this.request = request;
        this.counters = counters;
        this.serviceTier = envelope == Envelope.GEMINI_API;
        request.response().closeHandler(closed -> abandon());
    }

    HttpServerRequest request() {
        return request;
    }

    void accept(String contentType, byte[] body) {
        if (!left) {
            leave();
            counters.accepted();
            response(contentType).end(Buffer.buffer(body));
        }
    }

    void reject(ApiError error) {
        if (!left) {
            leave();
            counters.rejected(error.status());
            HttpServerResponse response =
                    response(error.contentType()).setStatusCode(error.status());
            if (error.status() == 301) {
                response.putHeader(LOCATION, "/");
            }
            response.end(error.body());
        }
    }

    /** Whether it has ended, or its connection has. */
    boolean left() {
        return left;
    }

    /** The beginning of a body that comes bit by bit. */
    void begin(String contentType) {
        if (!left) {
            response(contentType).setChunked(true);
        }
    }

    /** Completes when the client takes more. */
    Future<Void> write(Buffer bytes) {
        return request.response().write(bytes);
    }

    /** The end of a body that came bit by bit. */
    void finish() {
        leave();
        counters.accepted();
        request.response().end();
    }

    /** The same for a body in which there was an error. */
    void finishRefused(int status) {
        leave();
        counters.rejected(status);
        request.response().end();
    }

    /** Sends the headers and half of the body, then nothing; ends when the client closes. */
    void stall(String contentType, byte[] body) {
        if (!left) {
            half(contentType, body);
        }
    }

    /** Sends the headers and half of the body, then closes the connection. */
    void cut(String contentType, byte[] body) {
        if (!left) {
            half(contentType, body).onComplete(sent -> breakOff());
        }
    }

    private Future<Void> half(String contentType, byte[] body) {
        return response(contentType)
                .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length))
                .write(Buffer.buffer(body).slice(0, body.length / 2));
    }

    /** Closes the connection, on HTTP/2 the stream, in the middle of a body. */
    void breakOff() {
        leave();
        if (http2()) {
            var unused = request.response().reset(INTERNAL_ERROR);
        } else {
            var unused = request.connection().close();
        }
    }

    /**
     * Closes the connection so that the client gets a reset instead of an orderly end; on HTTP/2
     * that concerns the stream, for other requests share the connection.
     */
    void reset() {
        leave();
        if (http2()) {
            var unused = request.response().reset(INTERNAL_ERROR);
            return;
        }
        Channel channel =
                ((HttpServerConnection) request.connection()).channelHandlerContext().channel();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        var unused = channel.close();
    }

    private boolean http2() {
        return request.version() == HttpVersion.HTTP_2;
    }

    private HttpServerResponse response(String contentType) {
        HttpServerResponse response =
                request.response().putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        return serviceTier ? response.putHeader(SERVICE_TIER, "standard") : response;
    }

    private void abandon() {
        if (!left) {
            counters.abandoned();
            leave();
        }
    }

    private void leave() {
        if (!left) {
            left = true;
            counters.leave();
        }
    }
}
