package dev.gleaner.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.attachment.AttachmentSettings;
import dev.gleaner.attachment.AttachmentStore;
import dev.gleaner.attachment.Written;
import dev.gleaner.gemini.Blob;
import dev.gleaner.gemini.FunctionCall;
import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.model.FailureKind;
import dev.gleaner.testing.ScriptedClient;
import dev.gleaner.tool.HttpToolSettings;
import dev.gleaner.tool.ToolBox;
import dev.gleaner.tool.ToolSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls with patience whose functions or files take longer than that, or as long as they like. */
@Timeout(60)
class PatientStepTest {
    private static final Duration PATIENCE = Duration.ofSeconds(9);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final GeminiReply CALLING =
            ScriptedClient.calling(
                    new FunctionCall(null, "look_up", "{}".getBytes(StandardCharsets.UTF_8)));
    private static final GeminiReply GOOD =
            ScriptedClient.files("{\"n\":1}", new Blob("image/png", new byte[] {1}));

    private final ServerSocket silence;
    private final CallFixture fixture;
    private final ToolBox tools;
    private final AttachmentStore attachments;
    private final CountDownLatch stuck = new CountDownLatch(1);

    PatientStepTest(@TempDir Path folder) throws Exception {
        silence = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        String host = "localhost:" + silence.getLocalPort();
        HttpToolSettings http =
                new HttpToolSettings(
                        "look_up",
                        "Reads.",
                        "{\"type\":\"object\"}",
                        "http://" + host + "/",
                        List.of(host),
                        1_000);
        fixture =
                new CallFixture(
                        new UsualSettings()
                                .tools(
                                        new ToolSettings(
                                                List.of(), List.of(http), 5, Duration.ofHours(1)))
                                .attachments(new AttachmentSettings(folder.toUri().toString()))
                                .get(),
                        true,
                        PATIENCE);
        tools = Objects.requireNonNull(fixture.tools);
        attachments = Objects.requireNonNull(fixture.attachments);
    }

    @AfterEach
    void close() throws Exception {
        endFunctions();
        endFiles();
        silence.close();
    }

    @Test
    void functionThatNeverAnswers_endsTheCallWithItsPatience_once() {
        fixture.call();
        fixture.time.advance(Duration.ofSeconds(2));
        fixture.endpoint.reply(CALLING);
        fixture.time.advance(Duration.ofSeconds(7).minus(MOMENT));
        assertThat(fixture.results).isEmpty();
        fixture.time.advance(MOMENT);
        assertTooLate();
        endFunctions();
        assertTooLate();
        assertThat(fixture.endpoint.bodies()).as("requests").hasSize(1);
    }

    @Test
    void fileThatIsNeverWritten_endsTheCallWithItsPatience_once() {
        blockFiles();
        fixture.call();
        fixture.time.advance(Duration.ofSeconds(2));
        fixture.endpoint.reply(GOOD);
        fixture.time.advance(Duration.ofSeconds(7).minus(MOMENT));
        assertThat(fixture.results).isEmpty();
        fixture.time.advance(MOMENT);
        assertTooLate();
        endFiles();
        assertTooLate();
    }

    @Test
    void functionAndFileInTime_areFollowedByNothing() {
        fixture.call();
        fixture.endpoint.reply(CALLING);
        endFunctions();
        fixture.endpoint.reply(GOOD);
        endFiles();
        fixture.time.advance(PATIENCE);
        assertThat(fixture.result().failure()).isNull();
        assertThat(fixture.aborts).isEmpty();
    }

    @Test
    void functionThatNoAnswerCouldFollow_isNotCalled() {
        fixture.call();
        fixture.time.advance(PATIENCE.minusMillis(500));
        fixture.endpoint.reply(CALLING);
        assertTooLate();
    }

    private void assertTooLate() {
        assertThat(Objects.requireNonNull(fixture.result().failure()).kind())
                .isEqualTo(FailureKind.TOO_LATE);
        assertThat(fixture.result().usageMetadata()).as("what was paid for").isNotNull();
        assertThat(fixture.aborts).isEmpty();
    }

    /** Ends functions under way with an error, before it returns. */
    private void endFunctions() {
        tools.close();
    }

    /** Holds up the only thread that writes. */
    private void blockFiles() {
        attachments.write("other", "image/png", new byte[] {1}, this::await);
    }

    private void await(Written unused) {
        try {
            stuck.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets files be written, or fail, before it returns. */
    private void endFiles() {
        stuck.countDown();
        attachments.close();
    }
}
