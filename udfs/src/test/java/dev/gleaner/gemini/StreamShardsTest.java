package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gemini.StreamShards.Shard;
import dev.gleaner.gemini.StreamShards.Stream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamShardsTest {
    private final StreamShards shards = new StreamShards();
    private final List<Stream> sent = new ArrayList<>();

    @Test
    void streams_moreThanAConnectionTakes_areSpreadEvenly() {
        List<Stream> streams = acquire(200);
        assertThat(shards.size()).isEqualTo(3);
        assertThat(perShard(streams).values()).containsExactlyInAnyOrder(80, 80, 40);
        streams.subList(0, 100).forEach(shards::release);
        List<Stream> left = new ArrayList<>(streams.subList(100, 200));
        left.addAll(acquire(20));
        assertThat(perShard(left).values()).containsExactlyInAnyOrder(20, 60, 40);
        assertThat(shards.size()).isEqualTo(3);
    }

    @Test
    void connectionNotYetThere_onlyTheFirstStreamOpensIt() {
        List<Stream> streams = acquire(5);
        streams.forEach(this::send);
        assertThat(sent).containsExactly(streams.get(0));
        shards.opened(shard(streams.get(0)), "connection", 100);
        assertThat(sent).containsExactlyElementsOf(streams);
        Stream later = acquire(1).get(0);
        send(later);
        assertThat(sent).endsWith(later);
    }

    @Test
    void connectionThatDoesNotOpen_letsTheOthersGo() {
        List<Stream> streams = acquire(3);
        streams.forEach(this::send);
        shards.release(streams.get(0));
        assertThat(sent).containsExactlyElementsOf(streams);
        List<Stream> later = acquire(2);
        later.forEach(this::send);
        assertThat(sent).endsWith(later.get(0)).doesNotContain(later.get(1));
    }

    @Test
    void streamReleasedWhileItWaits_isNotStarted() {
        List<Stream> streams = acquire(3);
        streams.forEach(this::send);
        shards.release(streams.get(1));
        shards.opened(shard(streams.get(0)), "connection", 100);
        assertThat(sent).containsExactly(streams.get(0), streams.get(2));
    }

    @Test
    void closedConnection_isOpenedAgainByOneStream() {
        Stream first = acquire(1).get(0);
        send(first);
        Shard shard = shard(first);
        shards.opened(shard, "connection", 100);
        shards.closed(shard, "another connection");
        shards.closed(shard, "connection");
        List<Stream> later = acquire(2);
        later.forEach(this::send);
        assertThat(sent).containsExactly(first, later.get(0));
        shards.release(first);
        assertThat(sent).hasSize(2);
    }

    @Test
    void fewStreamsOffered_moreShardsAreMadeOfThoseThatWait() {
        List<Stream> streams = acquire(20);
        streams.forEach(this::send);
        shards.opened(shard(streams.get(0)), "first", 10);
        assertThat(shards.size()).isEqualTo(3);
        assertThat(perShard(streams).values()).allMatch(count -> count <= 8);
        Shard second = shard(sent.get(1));
        assertThat(second).isNotSameAs(shard(streams.get(0)));
        assertThat(sent).hasSize(10); // 8 on the first, and an opener for each of the others
        shards.opened(second, "second", 10);
        assertThat(sent).hasSize(17);
    }

    @Test
    void oneStreamOffered_isTaken() {
        Stream first = acquire(1).get(0);
        send(first);
        shards.opened(shard(first), "connection", 1);
        assertThat(perShard(List.of(first, acquire(1).get(0))).values()).containsExactly(1, 1);
    }

    @Test
    void withoutHttp2_nothingWaitsOrIsSpread() {
        List<Stream> streams = acquire(3);
        streams.forEach(this::send);
        shards.withoutHttp2();
        assertThat(sent).containsExactlyElementsOf(streams);
        Stream later = acquire(1).get(0);
        send(later);
        assertThat(later.shard()).isNull();
        assertThat(sent).endsWith(later);
        streams.forEach(shards::release);
        shards.release(later);
        assertThat(shards.size()).isZero();
    }

    private List<Stream> acquire(int count) {
        return IntStream.range(0, count).mapToObj(i -> shards.acquire()).toList();
    }

    private void send(Stream stream) {
        boolean now = shards.start(stream, () -> sent.add(stream));
        assertThat(now).isEqualTo(sent.contains(stream));
    }

    private static Shard shard(Stream stream) {
        return Objects.requireNonNull(stream.shard());
    }

    private static Map<@Nullable Shard, Integer> perShard(List<Stream> streams) {
        Map<@Nullable Shard, Integer> counts = new HashMap<>();
        streams.forEach(stream -> counts.merge(stream.shard(), 1, Integer::sum));
        return counts;
    }
}
