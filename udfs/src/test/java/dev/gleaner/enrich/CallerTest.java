package dev.gleaner.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.attachment.AttachmentSettings;
import dev.gleaner.gemini.AnswerFormat;
import dev.gleaner.gemini.Blob;
import dev.gleaner.gemini.CacheClient;
import dev.gleaner.gemini.CacheReply;
import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.gemini.FunctionCall;
import dev.gleaner.gemini.GeminiClient;
import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.gemini.RequestSettings;
import dev.gleaner.model.AnswerDetail.Name;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.SourceRecord;
import dev.gleaner.testing.ScriptedClient;
import dev.gleaner.tool.HttpToolSettings;
import dev.gleaner.tool.ToolSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.TaskInfoImpl;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {
    private static final Blob IMAGE = new Blob("image/png", new byte[] {1});

    /** A function that is not there is UNKNOWN. */
    private static final String FAILED = "FAILED";

    private final ScriptedClient endpoint = new ScriptedClient();
    private final List<EnrichmentResult> results = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> aborts = Collections.synchronizedList(new ArrayList<>());
    private final List<String> created = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private int clients;
    private int closings;
    private String key = "";

    @BeforeEach
    void writeKey(@TempDir Path directory) throws Exception {
        key = "file:" + Files.writeString(directory.resolve("key"), "k");
    }

    private GeminiClient client(EndpointSettings settings, String apiKey) {
        clients++;
        return new GeminiClient() {
            @Override
            public void generate(byte[] body, Duration timeout, Consumer<GeminiReply> whenDone) {
                endpoint.generate(body, timeout, whenDone);
            }

            @Override
            public void close() {
                closings++;
            }
        };
    }

    private Caller open(int index, EnrichmentSettings settings, @Nullable Duration patience)
            throws EnrichmentAbortedException {
        return open(index, settings, patience, json -> null);
    }

    private Caller open(
            int index,
            EnrichmentSettings settings,
            @Nullable Duration patience,
            Function<String, @Nullable String> misfit)
            throws EnrichmentAbortedException {
        return open(index, 2, settings, patience, misfit);
    }

    private Caller open(
            int index,
            int parallelism,
            EnrichmentSettings settings,
            @Nullable Duration patience,
            Function<String, @Nullable String> misfit)
            throws EnrichmentAbortedException {
        return Caller.open(
                settings,
                this::client,
                (unused, none) -> new KeptCaches(),
                new TaskInfoImpl("query", 8, index, parallelism, 0),
                new UnregisteredMetricsGroup(),
                patience,
                misfit);
    }

    private EnrichmentSettings settings(int limit) {
        return new UsualSettings().apiKey(key).limit(limit).get();
    }

    private void call(Caller caller) {
        byte[] json = "{\"text\":\"hello\"}".getBytes(StandardCharsets.UTF_8);
        caller.call(
                new SourceRecord("t", 0, 1, -1, null, json, List.of()), results::add, aborts::add);
    }

    /** Attempts are spread over time, by a thread of their own. */
    private void awaitOpen(String what, int number) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (endpoint.open() < number && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(endpoint.open()).as(what).isEqualTo(number);
    }

    @Test
    void subtasksOfAProcess_shareClientAndLimiter_withTheSharesOfBoth() throws Exception {
        try (Caller first = open(0, settings(2), null)) {
            call(first);
            call(first);
            awaitOpen("half of the limit", 1);
            try (Caller second = open(1, settings(2), null)) {
                assertThat(clients).isEqualTo(1);
                endpoint.awaitAndReply(ScriptedClient.answer("{\"n\":1}", "STOP"));
                call(second);
                awaitOpen("all of it", 2);
            }
        }
    }

    @Test
    void operatorsOfOtherParallelismAndTimeout_shareTheLimiter_byTheLargerShare() throws Exception {
        try (Caller half = open(0, 2, settings(4), null, json -> null);
                Caller quarter =
                        open(0, 4, withTimeout(Duration.ofSeconds(5)), null, json -> null)) {
            for (int i = 0; i < 3; i++) {
                call(half);
                call(quarter);
            }
            assertThat(endpoint.open()).as("half of the limit").isEqualTo(2);
            assertThat(endpoint.timeouts())
                    .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(5));
            assertThat(clients).as("ways there").isEqualTo(2);
        }
        assertThat(closings).isEqualTo(2);
    }

    /** The settings with a limit of 4 and other attempts. */
    private EnrichmentSettings withTimeout(Duration attemptTimeout) {
        EnrichmentSettings usual = settings(4);
        RouteSettings route = usual.routes().get(0);
        EndpointSettings endpoint = route.endpoint();
        return usual.with(
                List.of(
                        new RouteSettings(
                                new EndpointSettings(
                                        endpoint.endpoint(),
                                        endpoint.model(),
                                        endpoint.apiKey(),
                                        endpoint.auth(),
                                        attemptTimeout,
                                        endpoint.maxAnswerBytes(),
                                        endpoint.allowInsecure(),
                                        endpoint.http2(),
                                        endpoint.caCertificates(),
                                        endpoint.stream()),
                                route.request(),
                                route.research(),
                                route.reasons())),
                usual.output());
    }

    @Test
    void lastSubtask_closesTheClient() throws Exception {
        Caller first = open(0, settings(2), null);
        Caller second = open(1, settings(2), null);
        first.close();
        first.close();
        assertThat(closings).isZero();
        second.close();
        assertThat(closings).isEqualTo(1);
        open(0, settings(2), null).close();
        assertThat(clients).isEqualTo(2);
    }

    @Test
    void closedSubtask_isSilent_andGivesItsPermitsBack() throws Exception {
        try (Caller stays = open(0, settings(2), null)) {
            Caller goes = open(1, settings(2), null);
            call(goes);
            call(goes);
            goes.close();
            call(stays);
            endpoint.awaitAndReply(ScriptedClient.answer("{\"n\":1}", "STOP"));
            assertThat(results).isEmpty();
            endpoint.awaitAndReply(ScriptedClient.answer("{\"n\":1}", "STOP"));
            assertThat(results).hasSize(1);
        }
    }

    @Test
    void answerThatCannotBeTaken_breaksTheSchema_andIsRepaired() throws Exception {
        Function<String, @Nullable String> odd = json -> json.contains("2") ? null : "n is odd";
        try (Caller caller = open(0, settings(2), null, odd)) {
            call(caller);
            endpoint.awaitAndReply(ScriptedClient.answer("{\"n\":1}", "STOP"));
            endpoint.awaitAndReply(ScriptedClient.answer("{\"n\":2}", "STOP"));
            assertThat(endpoint.bodies().get(1)).contains("n is odd");
            call(caller);
            endpoint.awaitAndReply(ScriptedClient.answer("{\"n\":1}", "STOP"));
            endpoint.awaitAndReply(ScriptedClient.answer("{\"n\":3}", "STOP"));
            assertThat(results).hasSize(2);
            assertThat(results.get(0).failure()).isNull();
            assertThat(Objects.requireNonNull(results.get(1).failure()).kind())
                    .isEqualTo(FailureKind.SCHEMA_VIOLATION);
        }
    }

    @Test
    void callerAskingSomethingElse_usesTheSameLimiter_andClosesWithTheFirst() throws Exception {
        Caller first = open(0, settings(2), null);
        Caller other = first.asking(settings(2));
        call(first);
        call(other);
        awaitOpen("half of the limit", 1);
        endpoint.awaitAndReply(ScriptedClient.answer("{\"n\":1}", "STOP"));
        endpoint.awaitAndReply(ScriptedClient.answer("{\"n\":1}", "STOP"));
        assertThat(results).hasSize(2);
        call(other);
        first.close();
        endpoint.awaitAndReply(ScriptedClient.answer("{\"n\":1}", "STOP"));
        assertThat(results).hasSize(2);
        assertThat(closings).isEqualTo(1);
    }

    @Test
    void callersAskingForOtherAnswers_shareWhatIsCached_andNoOthersDo() throws Exception {
        EnrichmentSettings first = cached("Be brief.", AnswerFormat.enumeration("{\"enum\":[]}"));
        try (Caller caller = open(0, first, null)) {
            Caller otherWords =
                    caller.asking(
                            cached("Be brief.", AnswerFormat.enumeration("{\"enum\":[\"a\"]}")));
            call(otherWords);
            assertThat(created).hasSize(1).first().asString().contains("Be brief.");
            assertThat(endpoint.bodies().get(0)).contains("cachedContents/1").contains("\"a\"");
            endpoint.awaitAndReply(ScriptedClient.answer("{\"n\":1}", "STOP"));
            call(caller.asking(cached("Be precise.", AnswerFormat.JSON)));
            awaitOpen("the next one", 1);
            assertThat(created).hasSize(2).last().asString().contains("Be precise.");
            assertThat(endpoint.bodies().get(1)).contains("cachedContents/2");
        }
        assertThat(deleted).containsExactlyInAnyOrder("cachedContents/1", "cachedContents/2");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void callersWithOtherFunctionsAndFolders_haveTheirOwn_whoeverIsFirst(
            int first, @TempDir Path folder) throws Exception {
        Path here = folder.resolve("here");
        Path there = folder.resolve("there");
        List<EnrichmentSettings> all =
                List.of(
                        withFunction("here", here),
                        withFunction("there", there),
                        new UsualSettings().apiKey(key).limit(6).get());
        Caller[] callers = new Caller[3];
        try {
            for (int i = 0; i < 3; i++) {
                int next = (first + i) % 3;
                callers[next] = open(0, 1, all.get(next), null, json -> null);
            }
            assertThat(clients).as("who shares").isEqualTo(1);
            assertThat(functionAndFile(callers[0], "here", here)).isEqualTo(FAILED);
            assertThat(functionAndFile(callers[1], "there", there)).isEqualTo(FAILED);
            call(callers[2]);
            endpoint.awaitAndReply(ScriptedClient.files("{\"n\":1}", IMAGE));
            awaitResults(3);
            assertThat(results.get(2).failure()).isNull();
            assertThat(results.get(2).details())
                    .noneMatch(detail -> detail.name() == Name.ATTACHMENTS);
        } finally {
            Stream.of(callers).filter(Objects::nonNull).forEach(Caller::close);
        }
    }

    /** Has a function called and a file written; returns how the function ended. */
    private String functionAndFile(Caller caller, String function, Path folder) throws Exception {
        int before = results.size();
        call(caller);
        endpoint.awaitAndReply(
                ScriptedClient.calling(
                        new FunctionCall(null, function, "{}".getBytes(StandardCharsets.UTF_8))));
        endpoint.awaitAndReply(ScriptedClient.files("{\"n\":1}", IMAGE));
        awaitResults(before + 1);
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).as(function).hasSize(1);
        }
        return results.get(before).details().stream()
                .filter(detail -> detail.name() == Name.TOOL_CALLS)
                .map(detail -> new String(detail.json(), StandardCharsets.UTF_8))
                .map(json -> json.replaceAll(".*\"outcome\":\"(\\w+)\".*", "$1"))
                .collect(Collectors.joining());
    }

    private void awaitResults(int number) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (results.size() < number && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(results).hasSize(number);
    }

    /** Settings with a function that is there, but reaches nothing, and a folder for files. */
    private EnrichmentSettings withFunction(String name, Path folder) {
        HttpToolSettings http =
                new HttpToolSettings(
                        name,
                        "Reads.",
                        "{\"type\":\"object\"}",
                        "http://localhost:1/",
                        List.of("localhost:1"),
                        1_000);
        return new UsualSettings()
                .apiKey(key)
                .limit(6)
                .tools(new ToolSettings(List.of(), List.of(http), 5, Duration.ofSeconds(20)))
                .attachments(new AttachmentSettings(folder.toUri().toString()))
                .get();
    }

    /** The usual settings, with the constant part kept at the endpoint. */
    private EnrichmentSettings cached(String system, AnswerFormat format) {
        EnrichmentSettings usual = settings(2);
        RouteSettings route = usual.routes().get(0);
        return new EnrichmentSettings(
                List.of(
                        new RouteSettings(
                                route.endpoint(),
                                new RequestSettings(system, List.of(), format, "{}", "{}"),
                                route.research(),
                                route.reasons())),
                usual.prompt(),
                usual.output(),
                usual.retry(),
                usual.deadline(),
                usual.limits(),
                usual.outage(),
                usual.stops(),
                usual.repair(),
                usual.tools(),
                Duration.ofHours(1),
                usual.attachments(),
                usual.tombstones(),
                usual.orderedByKey());
    }

    @Test
    void impatientCall_isTooLate_whenItsTurnDoesNotCome() throws Exception {
        try (Caller caller = open(0, settings(2), Duration.ofMillis(1_200))) {
            call(caller);
            call(caller);
            awaitResults(1);
            assertThat(results)
                    .singleElement()
                    .satisfies(
                            result ->
                                    assertThat(Objects.requireNonNull(result.failure()).kind())
                                            .isEqualTo(FailureKind.TOO_LATE));
        }
    }

    /** Keeps what it is asked to, at once. */
    private final class KeptCaches implements CacheClient {
        @Override
        public void create(byte[] body, Consumer<CacheReply> whenDone) {
            created.add(new String(body, StandardCharsets.UTF_8));
            whenDone.accept(new CacheReply.Live("cachedContents/" + created.size(), null, 0));
        }

        @Override
        public void renew(String name, Duration ttl, Consumer<CacheReply> whenDone) {
            throw new AssertionError("there is no time for that");
        }

        @Override
        public void delete(String name, Consumer<CacheReply> whenDone) {
            deleted.add(name);
            whenDone.accept(new CacheReply.Gone());
        }

        @Override
        public void close() {}
    }
}
