package dev.gleaner.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gleaner.attachment.Written.Failed;
import dev.gleaner.attachment.Written.Stored;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class AttachmentStoreTest {
    private final Path folder;

    AttachmentStoreTest(@TempDir Path temporary) {
        folder = temporary.resolve("a/b");
    }

    @Test
    void file_isWhereItsUriSays() throws Exception {
        try (AttachmentStore store = store(2)) {
            Stored stored = (Stored) write(store, "images-0@17-0", "image/png", "abc");

            assertThat(stored.uri()).startsWith("file:/").endsWith("/images-0-17-0.png");
            assertThat(Path.of(URI.create(stored.uri()))).startsWith(folder).hasContent("abc");
            assertThat(stored.mimeType()).isEqualTo("image/png");
            assertThat(stored.size()).isEqualTo(3);
            assertThat(stored.sha256())
                    .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        }
    }

    @Test
    void replay_takesThePlaceOfTheFirstAndLeavesNothing() throws Exception {
        String first;
        try (AttachmentStore store = store(1)) {
            first = ((Stored) write(store, "t-0-1-0", "image/png", "first")).uri();
            // What a crash between writing and renaming leaves.
            Path file = Path.of(URI.create(first));
            Files.writeString(
                    file.resolveSibling("." + file.getFileName() + ".unfinished"), "half of it");
        }

        try (AttachmentStore store = store(1)) {
            assertThat(((Stored) write(store, "t-0-1-0", "image/png", "second")).uri())
                    .isEqualTo(first);
        }

        assertThat(files()).hasSize(1);
        assertThat(files().get(0)).hasContent("second");
    }

    @Test
    void manyAtOnce_areAllWritten() throws Exception {
        List<CompletableFuture<Written>> all = new ArrayList<>();
        try (AttachmentStore store = store(4)) {
            for (int i = 0; i < 300; i++) {
                all.add(start(store, "t-0-" + i + "-0", "image/jpeg", "x" + i));
            }
            for (CompletableFuture<Written> one : all) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isInstanceOf(Stored.class);
            }
        }

        assertThat(files()).hasSize(300).allMatch(file -> file.toString().endsWith(".jpg"));
        try (Stream<Path> folders = Files.list(folder)) {
            assertThat(folders.count()).as("spread over folders").isGreaterThan(100);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "../../x, ..-..-x.png",
        "a/b, a-b.png",
        "ü%2F, --2F.png",
        "'', .png",
    })
    void name_cannotLeaveTheFolder(String name, String file) throws Exception {
        try (AttachmentStore store = store(1)) {
            Stored stored = (Stored) write(store, name, "image/png; x=y", "abc");

            assertThat(Path.of(URI.create(stored.uri())).getFileName()).hasToString(file);
            assertThat(Path.of(URI.create(stored.uri())).normalize()).startsWith(folder);
        }
    }

    @Test
    void unknownType_hasTheExtensionOfNone() throws Exception {
        try (AttachmentStore store = store(1)) {
            assertThat(((Stored) write(store, "a", "x/../y", "")).uri()).endsWith("/a.bin");
        }
    }

    @Test
    void fileThatCannotBeWritten_fails() throws Exception {
        try (AttachmentStore store = store(1)) {
            Stored stored = (Stored) write(store, "a", "image/png", "abc");
            Path shard = Path.of(URI.create(stored.uri())).getParent();
            Files.delete(Path.of(URI.create(stored.uri())));
            Files.delete(shard);
            Files.writeString(shard, "a file where a folder should be");

            Written written = write(store, "a", "image/png", "abc");

            assertThat(((Failed) written).reason()).isNotBlank().doesNotContain("\n");
        }
    }

    @Test
    void writing_isNeverOnTheCallersThread() throws Exception {
        CompletableFuture<String> thread = new CompletableFuture<>();
        try (AttachmentStore store = store(1)) {
            store.write(
                    "a",
                    "image/png",
                    new byte[] {1},
                    written -> thread.complete(Thread.currentThread().getName()));

            assertThat(thread.get(30, TimeUnit.SECONDS)).startsWith("gleaner-attachments-");
        }
    }

    @Test
    void close_refusesWhatWaitsAndEndsTheThreads() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        AttachmentStore store = store(1);
        store.write(
                "a",
                "image/png",
                new byte[] {1},
                written -> {
                    busy.countDown();
                    await(closing);
                });
        busy.await();
        CompletableFuture<Written> waiting = start(store, "b", "image/png", "abc");
        CompletableFuture<Void> refused = waiting.thenAccept(written -> closing.countDown());

        store.close();

        assertThat(refused).isCompleted();
        assertThat(waiting.get()).isInstanceOf(Failed.class);
        assertThat(write(store, "c", "image/png", "abc")).isInstanceOf(Failed.class);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("gleaner-attachments")) {
                thread.join(5_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /data/images            | must be a URI with a scheme
                    images                  | must be a URI with a scheme
                    file:images             | must be a URI with a scheme
                    s3://bucket/images      | s3
                    nosuch://bucket/images  | nosuch
                    file:///a b             | is not a URI
                    file:///dev/null/images | attachments.path file:///dev/null/images
                    file:///tmp/x?y         | no query
                    """)
    void pathThatCannotWork_isRefusedAtOnce(String path, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AttachmentStore(new AttachmentSettings(path), 1))
                .withMessageStartingWith("attachments.path")
                .withMessageContaining(why);
    }

    @Test
    void password_isRefusedAndNotRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new AttachmentStore(new AttachmentSettings("s3://id:secret@b/x"), 1))
                .withMessageContaining("must not hold a password")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    private AttachmentStore store(int threads) {
        return new AttachmentStore(new AttachmentSettings(folder.toUri().toString()), threads);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static Written write(AttachmentStore store, String name, String type, String data)
            throws Exception {
        return start(store, name, type, data).get(30, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Written> start(
            AttachmentStore store, String name, String type, String data) {
        CompletableFuture<Written> written = new CompletableFuture<>();
        store.write(name, type, data.getBytes(StandardCharsets.UTF_8), written::complete);
        return written;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
