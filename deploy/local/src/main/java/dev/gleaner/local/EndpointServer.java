package dev.gleaner.local;

import java.io.IOException;
import java.net.URI;

/** A Gemini endpoint in this JVM. */
interface EndpointServer extends AutoCloseable {
    URI baseUri();

    @Override
    void close() throws IOException;

    /** Starts one on a free port. */
    interface Factory {
        EndpointServer start() throws IOException;
    }
}
