package dev.gleaner.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gleaner.gemini.GeminiClient;
import dev.gleaner.gemini.GeminiClientFactory;
import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.model.FailureKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.TaskInfoImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who waits for whom when subtasks of several jobs come and go on threads of their own. */
class SharedSubtaskTest {
    private static final TaskInfo TASK = new TaskInfoImpl("query", 8, 0, 1, 0);
    private static final SharedSubtask.Member MEMBER = SharedSubtask.Member.of(TASK);

    private final Barrier barrier = new Barrier();
    private final List<TestClient> clients = new CopyOnWriteArrayList<>();
    private EnrichmentSettings settings = new UsualSettings().limit(2).get();

    @BeforeEach
    void writeKey(@TempDir Path directory) throws Exception {
        String key = "file:" + Files.writeString(directory.resolve("key"), "k");
        settings = new UsualSettings().limit(2).apiKey(key).get();
    }

    @AfterEach
    void openBarrier() {
        barrier.open.countDown();
    }

    @Test
    void openThatBlocks_letsOtherJobsOpenAndClose() throws Exception {
        CompletableFuture<SharedSubtask> slow = run(() -> join("slow", this::slowToOpen));
        barrier.awaitArrival();
        SharedSubtask quick = result(run(() -> join("quick", this::client)));
        result(run(() -> leave(quick)));
        assertThat(slow).isNotDone();
        barrier.open.countDown();
        leave(result(slow));
        assertThat(clients).hasSize(2).allMatch(client -> client.closed);
    }

    @Test
    void closeThatBlocks_letsOtherJobsOpen_andTheSameGetsAFreshOne() throws Exception {
        SharedSubtask first = join("slow", this::slowToClose);
        CompletableFuture<SharedSubtask> closing = run(() -> leave(first));
        barrier.awaitArrival();
        SharedSubtask quick = result(run(() -> join("quick", this::client)));
        SharedSubtask fresh = result(run(() -> join("slow", this::client)));
        assertThat(closing).isNotDone();
        assertThat(fresh).isNotSameAs(first);
        assertThat(clientOf(fresh).closed).isFalse();
        barrier.open.countDown();
        result(closing);
        assertThat(clientOf(fresh).closed).isFalse();
        leave(quick);
        leave(fresh);
        assertThat(clients).hasSize(3).allMatch(client -> client.closed);
    }

    @Test
    void openThatFails_leavesNothing_andWhoWaitedForItOpensAnew() throws Exception {
        CompletableFuture<SharedSubtask> failing = run(() -> join("job", this::slowToFail));
        barrier.awaitArrival();
        CompletableFuture<SharedSubtask> second = new CompletableFuture<>();
        Thread waiter = thread(() -> join("job", this::client), second);
        while (waiter.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
        }
        barrier.open.countDown();
        assertThatThrownBy(() -> result(failing))
                .cause()
                .isInstanceOfSatisfying(
                        EnrichmentAbortedException.class,
                        e -> assertThat(e.kind()).isEqualTo(FailureKind.CERTIFICATES_UNREADABLE));
        SharedSubtask opened = result(second);
        assertThat(join("job", this::slowToFail)).isSameAs(opened);
        leave(opened);
        assertThat(clientOf(opened).closed).isFalse();
        leave(opened);
        assertThat(clients).singleElement().matches(client -> client.closed);
    }

    @Test
    void whoComesWhileOthersGo_findsItOpen_andAllIsClosedInTheEnd() throws Exception {
        List<CompletableFuture<Integer>> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(run(() -> comeAndGo(200)));
        }
        for (CompletableFuture<Integer> closedOnes : threads) {
            assertThat(result(closedOnes)).isZero();
        }
        assertThat(clients).isNotEmpty().allMatch(client -> client.closed);
    }

    private int comeAndGo(int times) throws Exception {
        int closedOnes = 0;
        for (int i = 0; i < times; i++) {
            SharedSubtask shared = join("job", this::client);
            closedOnes += clientOf(shared).closed ? 1 : 0;
            leave(shared);
        }
        return closedOnes;
    }

    private SharedSubtask join(String job, Callable<GeminiClient> client)
            throws EnrichmentAbortedException {
        GeminiClientFactory factory =
                (endpoint, key) -> {
                    try {
                        return client.call();
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                };
        return SharedSubtask.join(
                job,
                TASK,
                settings,
                factory,
                (endpoint, key) -> {
                    throw new AssertionError("nothing is to be cached");
                });
    }

    private static SharedSubtask leave(SharedSubtask shared) {
        shared.leave(MEMBER);
        return shared;
    }

    private TestClient clientOf(SharedSubtask shared) throws EnrichmentAbortedException {
        return (TestClient) shared.context(settings).routes().first().client();
    }

    private TestClient client() {
        return new TestClient(() -> {});
    }

    private TestClient slowToOpen() {
        barrier.pass();
        return client();
    }

    private TestClient slowToClose() {
        return new TestClient(barrier::pass);
    }

    private TestClient slowToFail() {
        barrier.pass();
        throw new IllegalArgumentException("no certificate");
    }

    private static <T> CompletableFuture<T> run(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        thread(task, result);
        return result;
    }

    private static <T> Thread thread(Callable<T> task, CompletableFuture<T> result) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                result.complete(task.call());
                            } catch (Throwable e) {
                                result.completeExceptionally(e);
                            }
                        },
                        "subtask");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static <T> T result(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    /** Where whoever arrives waits until the test opens it. */
    private static final class Barrier {
        final CountDownLatch arrived = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);

        void awaitArrival() throws InterruptedException {
            assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
        }

        void pass() {
            arrived.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private final class TestClient implements GeminiClient {
        private final Runnable whenClosed;
        volatile boolean closed;

        TestClient(Runnable whenClosed) {
            this.whenClosed = whenClosed;
            clients.add(this);
        }

        @Override
        public void generate(byte[] body, Duration timeout, Consumer<GeminiReply> whenDone) {
            throw new AssertionError("no call is made");
        }

        @Override
        public void close() {
            whenClosed.run();
            closed = true;
        }
    }
}
