package dev.gleaner.attachment;

import java.util.function.Consumer;

public final class AttachmentStore implements AutoCloseable {
    public AttachmentStore(AttachmentSettings settings) {}

    public void write(String name, String mimeType, byte[] data, Consumer<Written> whenDone) {}

    @Override
    public void close() {}
}
