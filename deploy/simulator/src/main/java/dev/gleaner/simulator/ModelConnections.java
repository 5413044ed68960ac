package dev.gleaner.simulator;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The open connections of one event loop on which a model was called. Confined to that loop. */
final class ModelConnections {

    private final Set<HttpConnection> open = new HashSet<>();

    /** Takes note of a connection; does nothing if it is known. */
    void add(HttpConnection connection) {
        if (open.add(connection)) {
            connection.closeHandler(closed -> open.remove(connection));
        }
    }

    /** Closes all of them. */
    void closeAll() {
        List.copyOf(open).forEach(ModelConnections::close);
    }

    /** Closes a connection without a word: HTTP/2 would say that it goes away. */
    static void close(HttpConnection connection) {
        var unused = ((HttpServerConnection) connection).channelHandlerContext().channel().close();
    }
}
