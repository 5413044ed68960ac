package dev.gleaner.http;

import io.netty.handler.codec.http.HttpMethod;
import org.asynchttpclient.netty.request.NettyRequest;

/** The latest request that an exchange has sent, which tells who answers or fails. */
public enum LastSent {
    /** No request: the exchange has no connection yet. */
    NOTHING,
    /** A request to a proxy for a tunnel to the endpoint. */
    CONNECT,
    /** The request itself. */
    REQUEST;

    /** Returns what AsyncHttpClient has just sent. */
    public static LastSent of(NettyRequest request) {
        return HttpMethod.CONNECT.equals(request.getHttpRequest().method()) ? CONNECT : REQUEST;
    }
}
