package dev.gleaner.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.model.CallSummary;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.SourceRecord;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.flink.streaming.api.functions.async.CollectionSupplier;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
    /** What was completed, in order: each as {@code key@offset}, with {@code -} for no results. */
    private final Queue<String> completed = new ConcurrentLinkedQueue<>();

    private KeyOrder order = new KeyOrder(true);

    @Test
    void resultOfAKey_waitsForAllThatCameBefore() {
        ResultFuture<EnrichmentResult> first = enter("a", 1);
        ResultFuture<EnrichmentResult> second = enter("a", 2);
        ResultFuture<EnrichmentResult> third = enter("a", 3);
        complete(third);
        complete(second);
        assertThat(completed).isEmpty();
        assertThat(order.held()).isEqualTo(2);
        complete(first);
        assertThat(completed).containsExactly("a@1", "a@2", "a@3");
        assertThat(order.held()).isZero();
    }

    @Test
    void otherKeysPartitionsAndRecordsWithoutAKey_overtake() {
        SourceRecord slow = record("t", 0, "a", 1);
        enter(slow);
        for (SourceRecord other :
                List.of(
                        record("t", 0, "b", 2),
                        record("t", 1, "a", 3),
                        record("u", 0, "a", 4),
                        record("t", 0, null, 5),
                        record("t", 0, null, 6))) {
            complete(enter(other));
        }
        assertThat(completed).containsExactly("b@2", "a@3", "a@4", "null@5", "null@6");
        assertThat(order.held()).isZero();
    }

    @Test
    void noResults_keepTheirPlace() {
        ResultFuture<EnrichmentResult> first = enter("a", 1);
        ResultFuture<EnrichmentResult> dropped = enter("a", 2);
        ResultFuture<EnrichmentResult> third = enter("a", 3);
        dropped.complete(List.of());
        complete(third);
        first.complete(() -> List.of(result()));
        assertThat(completed).containsExactly("a@1", "a@2-", "a@3");
    }

    @Test
    void failureOfTheJob_isNotHeld_andNothingOvertakesItsRecord() {
        enter("a", 1);
        ResultFuture<EnrichmentResult> second = enter("a", 2);
        ResultFuture<EnrichmentResult> third = enter("a", 3);
        second.completeExceptionally(new IllegalStateException("expected"));
        complete(third);
        assertThat(completed).containsExactly("a@2 failed");
    }

    @Test
    void lateAnswerAfterATimeout_isIgnored() {
        SourceRecord record = record("t", 0, "a", 2);
        ResultFuture<EnrichmentResult> first = enter("a", 1);
        ResultFuture<EnrichmentResult> flinks = flinks(record);
        ResultFuture<EnrichmentResult> second = order.enter(record, flinks);
        assertThat(order.find(record, flinks)).isSameAs(second);
        order.find(record, flinks).complete(List.of());
        complete(second);
        complete(first);
        complete(second);
        assertThat(completed).containsExactly("a@1", "a@2-");
        assertThat(order.held()).isZero();
        assertThat(order.find(record, flinks)).isSameAs(flinks);
    }

    @Test
    void whatIsRestored_leavesInTheOrderOfOffsets_whenAllOfItIsThere() {
        order = new KeyOrder(false);
        complete(enter("a", 7));
        complete(enter("a", 3));
        complete(enter("b", 6));
        ResultFuture<EnrichmentResult> slow = enter("a", 5);
        complete(enter("a", 4));
        assertThat(completed).isEmpty();
        order.begin();
        order.begin();
        assertThat(completed).containsExactlyInAnyOrder("a@3", "a@4", "b@6");
        assertThat(completed).containsSubsequence("a@3", "a@4");
        complete(enter("a", 8));
        complete(slow);
        assertThat(completed).endsWith("a@5", "a@7", "a@8");
    }

    /** Each would be a level of the stack, were one let go from within the one before. */
    @Test
    void manyHeld_leaveAtOnce() {
        int number = 10_000;
        ResultFuture<EnrichmentResult> first = enter("a", 0);
        List<String> expected = new ArrayList<>(List.of("a@0"));
        for (int offset = 1; offset < number; offset++) {
            complete(enter("a", offset));
            expected.add("a@" + offset);
        }
        complete(first);
        assertThat(completed).containsExactlyElementsOf(expected);
    }

    @Test
    void keyWithoutRecordsUnderWay_isForgotten() {
        WeakReference<byte[]> key = completedKey();
        for (int i = 0; i < 100 && key.get() != null; i++) {
            System.gc();
        }
        assertThat(key.get()).isNull();
        assertThat(order.held()).isZero();
    }

    private WeakReference<byte[]> completedKey() {
        byte[] key = {1, 2, 3};
        SourceRecord record = new SourceRecord("t", 0, 1, -1, key, null, List.of());
        order.enter(record, new Recording("forgotten")).complete(List.of());
        return new WeakReference<>(key);
    }

    @RepeatedTest(5)
    void manyThreads_keepTheOrderOfEachKey_andLoseNothing() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int records = 20_000;
        Map<String, List<String>> expected = new LinkedHashMap<>();
        List<ResultFuture<EnrichmentResult>> open = new ArrayList<>();
        List<Future<?>> calls = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int offset = 0; offset < records; offset++) {
                String key = "k" + random.nextInt(1 + random.nextInt(40));
                expected.computeIfAbsent(key, none -> new ArrayList<>()).add(key + "@" + offset);
                open.add(enter(key, offset));
                if (random.nextInt(30) == 0) {
                    Collections.shuffle(open, random);
                    open.forEach(call -> calls.add(threads.submit(() -> complete(call))));
                    open.clear();
                }
            }
            open.forEach(call -> calls.add(threads.submit(() -> complete(call))));
            for (Future<?> call : calls) {
                call.get();
            }
        } finally {
            threads.shutdownNow();
        }
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (String each : completed) {
            String key = each.substring(0, each.indexOf('@'));
            found.computeIfAbsent(key, none -> new ArrayList<>()).add(each);
        }
        assertThat(found).as("seed %d", seed).isEqualTo(expected);
        assertThat(order.held()).isZero();
    }

    private ResultFuture<EnrichmentResult> enter(String key, long offset) {
        return enter(record("t", 0, key, offset));
    }

    private ResultFuture<EnrichmentResult> enter(SourceRecord record) {
        return order.enter(record, flinks(record));
    }

    private ResultFuture<EnrichmentResult> flinks(SourceRecord record) {
        byte[] key = record.key();
        String name = key == null ? "null" : new String(key, StandardCharsets.UTF_8);
        return new Recording(name + "@" + record.offset());
    }

    private static SourceRecord record(
            String topic, int partition, @Nullable String key, long offset) {
        return new SourceRecord(
                topic,
                partition,
                offset,
                -1,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                null,
                List.of());
    }

    private static void complete(ResultFuture<EnrichmentResult> future) {
        future.complete(List.of(result()));
    }

    private static EnrichmentResult result() {
        return new EnrichmentResult(
                record("t", 0, null, 0),
                null,
                null,
                null,
                List.of(),
                new CallSummary("m", null, null, null, 0, 0, null, "f"),
                null);
    }

    private final class Recording implements ResultFuture<EnrichmentResult> {
        private final String name;

        private Recording(String name) {
            this.name = name;
        }

        @Override
        public void complete(Collection<EnrichmentResult> results) {
            completed.add(results.isEmpty() ? name + "-" : name);
        }

        @Override
        public void complete(CollectionSupplier<EnrichmentResult> results) {
            try {
                complete(results.get());
            } catch (Exception e) { // as Flink declares it
                throw new AssertionError(e);
            }
        }

        @Override
        public void completeExceptionally(Throwable cause) {
            completed.add(name + " failed");
        }
    }
}
