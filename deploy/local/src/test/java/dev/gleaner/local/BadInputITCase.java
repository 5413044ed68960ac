package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.model.FailureKind;
import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Fault;
import dev.gleaner.simulator.Latency;
import dev.gleaner.simulator.SimulatorSettings;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One job gets everything that can be wrong with a record or its answer, among good records. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BadInputITCase {
    private static final int GOOD = 400;

    /** A record is to blame only while others are answered: it must not be alone at the end. */
    private static final int CAPACITY = 16;

    /** For the same reason there are good records between any two attempts of a bad one. */
    private static final int GOOD_BETWEEN = 6;

    /** In every record's text, and so in nothing that is not the record itself. */
    private static final String CANARY = "canary";

    /**
     * A record that ends as a dead letter.
     *
     * @param status what the last answer's HTTP status was, or null
     */
    record Bad(Message message, FailureKind kind, int attempts, @Nullable String status) {
        @Override
        public String toString() {
            return message.id();
        }
    }

    /** A record that is enriched after some trouble. */
    record Rescued(Message message, int attempts) {
        @Override
        public String toString() {
            return message.id();
        }
    }

    private static EndToEnd system;
    private static Results results;

    @BeforeAll
    @Timeout(60)
    static void runOneJobWithAllOfThem(@TempDir Path directory) throws Exception {
        system = EndToEnd.start(directory, SimulatorSettings.defaults(), "any-key");
        Trial trial = system.trial();
        trial.load(all());
        system.simulator().control(Control.none().withLatency(Latency.parse("fixed:10ms")));
        results =
                trial.run(
                        trial.spec().with("call.maxAttempts", 3).with("async.capacity", CAPACITY));
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    private static List<Message> all() {
        List<Message> all = new ArrayList<>();
        for (int n = 0; n < GOOD; n++) {
            all.add(Message.saying("good-" + n, CANARY + " good " + n));
        }
        List<Message> others =
                Stream.concat(bad().map(Bad::message), rescued().map(Rescued::message)).toList();
        for (int i = 0; i < others.size(); i++) {
            all.add(1 + (GOOD_BETWEEN * i) % all.size(), others.get(i));
        }
        all.add(new Message("tombstone", null));
        return all;
    }

    private static Stream<Bad> bad() {
        return Stream.concat(badRecords(), badAnswers());
    }

    private static Stream<Bad> badRecords() {
        String deep = "[".repeat(3_000) + "]".repeat(3_000);
        return Stream.of(
                unsent("no-json", FailureKind.INVALID_JSON, CANARY + ": no JSON"),
                unsent("cut-json", FailureKind.INVALID_JSON, "{\"text\":\"" + CANARY),
                unsent("two-documents", FailureKind.INVALID_JSON, text() + text()),
                unsent("empty", FailureKind.INVALID_JSON, ""),
                unsent("blank", FailureKind.INVALID_JSON, " \n"),
                unsent("not-a-number", FailureKind.INVALID_JSON, "{\"text\":NaN}"),
                unsent("deep", FailureKind.INVALID_JSON, "{\"text\":\"a\",\"b\":" + deep + "}"),
                encoded("latin-1", FailureKind.INVALID_ENCODING, StandardCharsets.ISO_8859_1),
                encoded("utf-16", FailureKind.INVALID_ENCODING, StandardCharsets.UTF_16),
                encoded("utf-16-unmarked", FailureKind.INVALID_ENCODING, StandardCharsets.UTF_16LE),
                unsent("no-field", FailureKind.MISSING_FIELD, "{\"other\":\"" + CANARY + "\"}"),
                unsent("null-field", FailureKind.MISSING_FIELD, "{\"text\":null,\"b\":\"canary\"}"),
                unsent("no-object", FailureKind.NOT_AN_OBJECT, "\"" + CANARY + "\""),
                unsent(
                        "5-mb",
                        FailureKind.RECORD_TOO_LARGE,
                        "{\"text\":\"" + CANARY + "x".repeat(5 << 20) + "\"}"));
    }

    private static Stream<Bad> badAnswers() {
        return Stream.of(
                answered(Fault.EMPTY_CANDIDATES, FailureKind.EMPTY_ANSWER, 2, "200"),
                answered(Fault.EMPTY_TEXT, FailureKind.EMPTY_ANSWER, 2, "200"),
                answered(Fault.PROMPT_BLOCKED, FailureKind.PROMPT_BLOCKED, 1, "200"),
                answered(Fault.SAFETY, FailureKind.CONTENT_BLOCKED, 1, "200"),
                answered(Fault.RECITATION, FailureKind.RECITATION, 2, "200"),
                answered(Fault.MAX_TOKENS_CUT, FailureKind.TRUNCATED, 1, "200"),
                answered(Fault.MAX_TOKENS_EMPTY, FailureKind.TRUNCATED, 1, "200"),
                answered(Fault.HUGE_ANSWER, FailureKind.ANSWER_TOO_LARGE, 1, "200"),
                answered(Fault.TRAILING_GARBAGE, FailureKind.INVALID_ANSWER, 2, "200"),
                answered(Fault.DUPLICATE_KEYS, FailureKind.INVALID_ANSWER, 2, "200"),
                answered(Fault.SCHEMA_VIOLATION, FailureKind.SCHEMA_VIOLATION, 2, "200"),
                answered(Fault.ECHO, FailureKind.REQUEST_REJECTED, 1, "400"),
                answered(Fault.COMET_INVALID_REQUEST, FailureKind.REQUEST_REJECTED, 1, "500"),
                answered(Fault.UNAVAILABLE, FailureKind.OVERLOADED, 3, "503"),
                answered(Fault.INTERNAL_ERROR, FailureKind.SERVER_ERROR, 3, "500"),
                answered(Fault.HTML, FailureKind.NOT_GEMINI, 3, "200"),
                answered(Fault.RESET, FailureKind.CONNECTION_FAILED, 3, null));
    }

    private static Stream<Rescued> rescued() {
        Stream<Rescued> failedOnce =
                Stream.of(
                                Fault.SCHEMA_VIOLATION,
                                Fault.TRAILING_GARBAGE,
                                Fault.DUPLICATE_KEYS,
                                Fault.EMPTY_CANDIDATES,
                                Fault.EMPTY_TEXT,
                                Fault.RECITATION,
                                Fault.INTERNAL_ERROR,
                                Fault.UNAVAILABLE,
                                Fault.DEADLINE_EXCEEDED,
                                Fault.RATE_LIMITED,
                                Fault.COMET_RATE_LIMITED,
                                Fault.COMET_ERROR,
                                Fault.COMET_UNAVAILABLE,
                                Fault.COMET_NO_CHANNEL,
                                Fault.CLOUDFLARE_TIMEOUT,
                                Fault.HTML,
                                Fault.REDIRECT,
                                Fault.RESET,
                                Fault.CUT_BODY,
                                Fault.INVALID_UTF8)
                        .map(fault -> rescued("once-" + fault, fault.marker(1), 2));
        return Stream.concat(
                failedOnce,
                Stream.of(
                        rescued("fenced", Fault.FENCED_JSON.marker(), 1),
                        rescued("padded", Fault.MAX_TOKENS_PADDED.marker(), 1),
                        rescued("empty-error", Fault.EMPTY_ERROR.marker(), 1),
                        rescued("unasked-events", Fault.UNASKED_EVENTS.marker(), 1),
                        new Rescued(Message.raw("surrogate", "{\"text\":\"\\ud83d canary\"}"), 1),
                        rescued("unknown-finish", Fault.UNKNOWN_FINISH_REASON.marker(), 1),
                        rescued("no-usage", Fault.NO_USAGE.marker(), 1),
                        rescued("twice", Fault.RESET.marker(1) + Fault.HTML.marker(1), 3),
                        rescued(
                                "outage-then-repair",
                                Fault.UNAVAILABLE.marker(1) + Fault.SCHEMA_VIOLATION.marker(1),
                                3)));
    }

    private static Rescued rescued(String id, String markers, int attempts) {
        return new Rescued(Message.saying(id, CANARY + " card " + id + markers), attempts);
    }

    private static String text() {
        return "{\"text\":\"" + CANARY + "\"}";
    }

    private static Bad unsent(String id, FailureKind kind, String value) {
        return new Bad(Message.raw(id, value), kind, 0, null);
    }

    private static Bad encoded(String id, FailureKind kind, Charset charset) {
        byte[] value = "{\"text\":\"canary: \u00dcberweisung\"}".getBytes(charset);
        return new Bad(new Message(id, value), kind, 0, null);
    }

    private static Bad answered(
            Fault fault, FailureKind kind, int attempts, @Nullable String status) {
        return new Bad(
                Message.saying("always-" + fault, CANARY + " " + fault + fault.marker()),
                kind,
                attempts,
                status);
    }

    @Test
    void goodRecords_areAllEnrichedAtFirstAttempt() {
        for (int n = 0; n < GOOD; n++) {
            assertThat(results.enriched("good-" + n).at("/call/attempts").asInt()).isEqualTo(1);
        }
    }

    @Test
    void everyRecord_comesOutOnce() {
        assertThat(results.enriched().size() + results.deadLetters().size())
                .isEqualTo(all().size());
        assertThat(results.deadLetters()).hasSize((int) bad().count());
    }

    @ParameterizedTest
    @MethodSource("bad")
    void badRecord_isOneDeadLetterOfItsKind(Bad bad) {
        ConsumerRecord<byte[], byte[]> letter = results.deadLetter(bad.message().id());
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("failure-kind", bad.kind().name());
        expected.put("attempts", String.valueOf(bad.attempts()));
        expected.put("http-status", bad.status());
        Map<String, String> found = new LinkedHashMap<>();
        expected.keySet().forEach(name -> found.put(name, Results.header(letter, name)));
        assertThat(found).as(Results.header(letter, "failure-detail")).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("bad")
    void deadLetter_isTheOriginalByteForByte(Bad bad) {
        ConsumerRecord<byte[], byte[]> letter = results.deadLetter(bad.message().id());
        assertThat(letter.value()).isEqualTo(bad.message().value());
        assertThat(Message.carriesAllHeaders(letter.headers())).isTrue();
        assertThat(Results.header(letter, "source-timestamp"))
                .isEqualTo(
                        String.valueOf(
                                Message.FIRST_TIMESTAMP + 1_000L * index(bad.message().id())));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void deadLetter_saysWhereItCameFromAndWhatWasAsked(Bad bad) {
        ConsumerRecord<byte[], byte[]> letter = results.deadLetter(bad.message().id());
        int index = index(bad.message().id());
        assertThat(Results.header(letter, "source-topic")).isEqualTo("trial-1-in");
        assertThat(Results.header(letter, "source-partition"))
                .isEqualTo(String.valueOf(index % Trial.PARTITIONS));
        assertThat(Results.header(letter, "source-offset"))
                .isEqualTo(String.valueOf(index / Trial.PARTITIONS));
        assertThat(Results.header(letter, "model")).isEqualTo("gemini-3.5-flash");
        assertThat(Results.header(letter, "prompt-fingerprint")).isNotBlank();
        assertThat(Instant.parse(Objects.requireNonNull(Results.header(letter, "failed-at"))))
                .isBetween(Instant.now().minusSeconds(300), Instant.now());
    }

    @ParameterizedTest
    @MethodSource("bad")
    void headersOfDeadLetter_doNotQuoteTheRecord(Bad bad) {
        for (Header header : results.deadLetter(bad.message().id()).headers()) {
            if (header.key().startsWith("gleaner-")) {
                assertThat(new String(header.value(), StandardCharsets.UTF_8))
                        .as(header.key())
                        .isNotEmpty()
                        .hasSizeLessThan(1_000)
                        .doesNotContain(CANARY);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rescued")
    void passingTrouble_endsInAnEnrichedRecord(Rescued rescued) {
        JsonNode enriched = results.enriched(rescued.message().id());
        assertThat(enriched.at("/enrichment/topic").asText()).isNotBlank();
        assertThat(enriched.at("/call/attempts").asInt()).isEqualTo(rescued.attempts());
    }

    @Test
    void answerThatNeverEnds_isGivenUpAfterTheAttemptTimeout() throws Exception {
        Trial trial = system.trial();
        trial.load(
                List.of(
                        Message.saying("always", "card " + Fault.STALL.marker()),
                        Message.saying("stalled", "card " + Fault.STALL.marker(1)),
                        Message.saying("silent", "card " + Fault.SILENCE.marker(1))));
        Results timed =
                trial.run(
                        trial.spec()
                                .with("call.attemptTimeout", "1 s")
                                .with("call.maxAttempts", 3));
        assertThat(Results.header(timed.deadLetter("always"), "failure-kind"))
                .isEqualTo("ATTEMPT_TIMEOUT");
        assertThat(timed.enriched("stalled").at("/call/attempts").asInt()).isGreaterThan(1);
        assertThat(timed.enriched("silent").at("/call/attempts").asInt()).isGreaterThan(1);
    }

    @Test
    void refusalAfterTheModelRan_saysWhatItCost() {
        ConsumerRecord<byte[], byte[]> letter = results.deadLetter("always-safety");
        assertThat(Results.header(letter, "usage")).contains("\"promptTokenCount\"");
    }

    @Test
    void tombstone_passesAsItIs() {
        ConsumerRecord<byte[], byte[]> tombstone = tombstones(results).get(0);
        assertThat(tombstone.value()).isNull();
        assertThat(Message.carriesAllHeaders(tombstone.headers())).isTrue();
        assertThat(tombstones(results)).hasSize(1);
    }

    @Test
    void tombstone_isDroppedByOption() throws Exception {
        Trial trial = system.trial();
        trial.load(List.of(new Message("tombstone", null), Message.saying("good", "card")));
        Results dropped = trial.run(trial.spec().with("source.tombstones", "drop"));
        assertThat(dropped.enriched()).extracting(Results::id).containsExactly("good");
        assertThat(dropped.deadLetters()).isEmpty();
    }

    private static List<ConsumerRecord<byte[], byte[]>> tombstones(Results from) {
        return from.enriched().stream()
                .filter(record -> Results.id(record).equals("tombstone"))
                .toList();
    }

    private static int index(String id) {
        List<Message> all = all();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id().equals(id)) {
                return i;
            }
        }
        throw new AssertionError("no message " + id);
    }
}
