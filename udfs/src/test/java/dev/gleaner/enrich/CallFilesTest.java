package dev.gleaner.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.attachment.AttachmentSettings;
import dev.gleaner.attachment.AttachmentStore;
import dev.gleaner.attachment.Written;
import dev.gleaner.gemini.Blob;
import dev.gleaner.testing.ScriptedClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of answers whose folder cannot be written for a while. */
@Timeout(60)
class CallFilesTest {
    private final Path folder;
    private final CallFixture fixture;
    private final AttachmentStore store;

    CallFilesTest(@TempDir Path directory) throws Exception {
        folder = directory.resolve("files");
        fixture =
                new CallFixture(
                        new UsualSettings()
                                .attachments(new AttachmentSettings(folder.toUri().toString()))
                                .get(),
                        true,
                        null);
        store = Objects.requireNonNull(fixture.attachments);
        block();
        fixture.call();
        fixture.endpoint.reply(
                ScriptedClient.files("{\"n\":1}", new Blob("image/png", new byte[] {1})));
        assertThat(writeAnother()).isInstanceOf(Written.Failed.class);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void failedWrite_isTriedAgain_andTheRecordIsEnriched() throws Exception {
        assertThat(fixture.aborts).isEmpty();
        unblock();
        retry();
        assertThat(fixture.result().failure()).isNull();
    }

    @Test
    void fileThatIsNeverWritten_whileOthersAre_isTheRecordsFailure() throws Exception {
        unblock();
        assertThat(writeAnother()).isInstanceOf(Written.Stored.class);
        block();
        retryUntilTheEnd();
        assertThat(fixture.aborts).isEmpty();
        assertThat(Objects.requireNonNull(fixture.result().failure()).kind())
                .hasToString("ATTACHMENTS_UNWRITABLE");
    }

    @Test
    void fileThatIsNeverWritten_norAnyOther_failsTheJob() throws Exception {
        retryUntilTheEnd();
        assertThat(fixture.results).isEmpty();
        assertThat(fixture.aborts).hasSize(1);
    }

    private void retryUntilTheEnd() throws Exception {
        for (int i = 0; i < 20; i++) {
            retry();
        }
    }

    private void retry() throws Exception {
        fixture.time.advance(Duration.ofMinutes(2));
        writeAnother();
    }

    /** Waits, too, for what was to be written before: one thread writes all. */
    private Written writeAnother() throws Exception {
        CompletableFuture<Written> written = new CompletableFuture<>();
        store.write("another", "image/png", new byte[] {2}, written::complete);
        return written.get(10, TimeUnit.SECONDS);
    }

    private void block() throws Exception {
        FileUtils.deleteDirectory(folder.toFile());
        Files.writeString(folder, "no folder");
    }

    private void unblock() throws Exception {
        Files.delete(folder);
    }
}
