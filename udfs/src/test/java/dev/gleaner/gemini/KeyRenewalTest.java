package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.model.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class KeyRenewalTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration OFTEN = Duration.ofMillis(5);

    private final ApiKeys keys = new ApiKeys("old-key");
    private final Path path;
    private final ApiKeyReference reference;

    KeyRenewalTest(@TempDir Path folder) throws IOException {
        path = Files.writeString(folder.resolve("key"), "old-key\n");
        reference = ApiKeyReference.parse("file:" + path);
    }

    @Test
    void fileThatChanges_givesTheNewKey() throws Exception {
        try (KeyRenewal renewal = new KeyRenewal(reference, keys, OFTEN)) {
            Files.writeString(path, "new-key\n");
            awaitKey("new-key");
            assertThat(renewal).isNotNull();
        }
    }

    @Test
    void linkThatIsTurned_givesTheNewKey() throws Exception {
        Path other = Files.writeString(path.resolveSibling("other"), "new-key");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(path));
        Path link = Files.createSymbolicLink(path.resolveSibling("link"), path);
        KeyFile file = new KeyFile(ApiKeyReference.parse("file:" + link), keys);
        file.check();

        Files.delete(link);
        Files.createSymbolicLink(link, other);
        file.check();

        assertThat(keys.current()).isEqualTo("new-key");
    }

    @Test
    void unchangedFile_isNotReadAgain_unlessTheKeyWasRefused() throws Exception {
        KeyFile file = new KeyFile(reference, keys);
        file.check();
        FileTime time = Files.getLastModifiedTime(path);
        Files.writeString(path, "new-key\n");
        Files.setLastModifiedTime(path, time); // what cannot be told from outside

        file.check();
        assertThat(keys.current()).isEqualTo("old-key");

        file.readSince(System.nanoTime());
        assertThat(keys.current()).isEqualTo("new-key");
    }

    @Test
    void manyRefusals_readTheFileOnce() throws Exception {
        KeyFile file = new KeyFile(reference, keys);
        long refused = System.nanoTime();
        file.readSince(refused);
        Files.writeString(path, "new-key\n");

        file.readSince(refused);
        assertThat(keys.current()).isEqualTo("old-key");
    }

    @Test
    void fileThatIsGoneOrEmpty_leavesTheKey_andIsReadOnceItIsBack() throws Exception {
        KeyFile file = new KeyFile(reference, keys);
        Files.delete(path);
        file.check();
        Files.writeString(path, "");
        file.check();
        assertThat(keys.current()).isEqualTo("old-key");

        Files.writeString(path, "new-key");
        file.check();
        assertThat(keys.current()).isEqualTo("new-key");
    }

    @Test
    void refusedKey_isLookedUpAtOnce_andMayBeTriedAgainIfItIsOld() throws Exception {
        try (KeyRenewal renewal = new KeyRenewal(reference, keys, NEVER)) {
            assertThat(settled(renewal, refused()).kind()).isEqualTo(FailureKind.API_KEY_REJECTED);

            Files.writeString(path, "new-key\n");
            GeminiReply.Failed renewed = settled(renewal, refused());

            assertThat(renewed.kind()).isEqualTo(FailureKind.API_KEY_RENEWED);
            assertThat(renewed.detail()).isEqualTo("the key before its renewal: HTTP 401");
            assertThat(renewed.httpStatus()).isEqualTo(401);
            assertThat(settled(renewal, refused()).kind())
                    .as("the new key")
                    .isEqualTo(FailureKind.API_KEY_REJECTED);
        }
    }

    @Test
    void keyThatWasReadHalfWritten_isReadWhole_whenItIsRefused() throws Exception {
        try (KeyRenewal renewal = new KeyRenewal(reference, keys, NEVER)) {
            Files.writeString(path, "new-");
            new KeyFile(reference, keys).check();
            assertThat(keys.current()).as("half of it").isEqualTo("new-");
            Files.writeString(path, "new-key\n");

            assertThat(settled(renewal, refused()).kind()).isEqualTo(FailureKind.API_KEY_RENEWED);
            assertThat(keys.current()).isEqualTo("new-key");
        }
    }

    @Test
    void keyRenewedWhileTheAttemptWasUnderWay_needsNoFile() throws Exception {
        try (KeyRenewal renewal = new KeyRenewal(reference, keys, NEVER)) {
            CompletableFuture<GeminiReply> reply = new CompletableFuture<>();
            var watching = renewal.watching(reply::complete);
            keys.renew("new-key");
            Files.delete(path);

            watching.accept(refused());

            assertThat(((GeminiReply.Failed) reply.getNow(refused())).kind())
                    .isEqualTo(FailureKind.API_KEY_RENEWED);
        }
    }

    @Test
    void refusalAfterTheEnd_isToldAsItIs() throws Exception {
        KeyRenewal renewal = new KeyRenewal(reference, keys, NEVER);
        renewal.close();

        assertThat(settled(renewal, refused()).kind()).isEqualTo(FailureKind.API_KEY_REJECTED);
    }

    @Test
    void keyOfAVariable_isNotWatched() {
        assertThat(KeyRenewal.of(ApiKeyReference.parse("env:KEY"), keys)).isNull();
    }

    private void awaitKey(String key) {
        while (!keys.current().equals(key)) {
            Thread.onSpinWait();
        }
    }

    private static GeminiReply.Failed settled(KeyRenewal renewal, GeminiReply reply)
            throws Exception {
        CompletableFuture<GeminiReply> settled = new CompletableFuture<>();
        renewal.watching(settled::complete).accept(reply);
        return (GeminiReply.Failed) settled.get(20, TimeUnit.SECONDS);
    }

    private static GeminiReply.Failed refused() {
        return new GeminiReply.Failed(
                FailureKind.API_KEY_REJECTED, "HTTP 401", 401, null, AnswerMetadata.NONE);
    }
}
